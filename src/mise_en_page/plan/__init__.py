"""The ways to make each page: in words, in pictures, and pinned in issue.yaml."""
