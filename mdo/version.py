"""The version that the screens, the exports and the changelog show."""

VERSION = "0.19.2"
