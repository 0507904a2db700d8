"""The house keeps its own order: rules that a machine can check, checked."""
