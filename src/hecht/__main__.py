"""`python -m hecht` is the same as `hecht`."""

from hecht.cli import main

if __name__ == "__main__":
    main()
