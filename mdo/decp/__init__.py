"""The essential data of public contracts (DECP), as the State asks for them: the only package that knows its key names.

Source: arrêté du 22 décembre 2022 modifié; 139bercy/format-commande-publique (schema) and 139bercy/decp-arr2022
(further checks of the ministry's consolidation).
"""
