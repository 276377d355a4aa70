"""What keeps memory bounded while a project grows: ids as numbers, bytes put aside on the disk, memory given back."""
