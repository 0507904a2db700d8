"""What hands can be told to do: plain functions, called inside an app context of the shop."""
