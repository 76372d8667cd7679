"""What people send to a page (Word, mails, wires…) into articles and pictures of an issue."""
