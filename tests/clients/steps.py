"""What a client is tried with: addresses and accounts from the environment, and a line for each step."""

import os
import sys

failed = []


def __getattr__(name):
    """Whatever name a client imports from here, the environment tells it as CLIENT_NAME."""
    if "CLIENT_" + name.upper() not in os.environ:
        raise AttributeError(name)
    return os.environ["CLIENT_" + name.upper()]


def step(name, holds):
    try:
        came = holds()
        said = "" if came else "came out false"
    except Exception as error:  # whatever a client throws is what we want to see
        said = f"{type(error).__name__}: {str(error)[:300]}"
    if said:
        failed.append(name)
        print(f"  failed {name}: {said}")


def refused(asks, words):
    """Whether a call is refused, and in these words."""
    try:
        asks()
    except Exception as error:
        if words in str(error):
            return True
        raise
    return False


def ends():
    sys.exit(1 if failed else 0)
