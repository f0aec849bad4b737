"""What the model learns: each module draws one kind of picture and asks about it."""
