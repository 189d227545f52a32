"""The dashboard's screens: a module and a style sheet each, all of them functions of a Frame."""
