"""What stands beside the cloth: timber, rooms, crockery, plants and small tools."""
