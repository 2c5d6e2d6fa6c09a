"""What a client is tried with: addresses and accounts from the environment, and a line for each step."""

import os
import sys

source = os.environ["CLIENT_SOURCE"]
destination = os.environ["CLIENT_DESTINATION"]
user = os.environ["CLIENT_USER"]
password = os.environ["CLIENT_PASSWORD"]
token = os.environ["CLIENT_TOKEN"]

failed = []


def step(name, holds):
    try:
        came = holds()
        said = "" if came else "came out false"
    except Exception as error:  # whatever a client throws is what we want to see
        said = f"{type(error).__name__}: {str(error)[:300]}"
    if said:
        failed.append(name)
        print(f"  failed {name}: {said}")


def ends():
    sys.exit(1 if failed else 0)
