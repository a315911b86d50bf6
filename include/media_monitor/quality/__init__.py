"""What staged batches are checked for, and what follows."""
