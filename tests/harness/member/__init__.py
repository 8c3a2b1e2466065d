"""What runs in the processes of a member of a fleet."""
