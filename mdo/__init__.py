"""What is true: rules, reports, imports and exports. Nothing here knows a screen."""
