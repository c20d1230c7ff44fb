"""Selects from a list of passwords, the commonest first, those that Portico refuses. See README.md."""

import pathlib
import sys

MOST = 100_000  # passwords that are long enough to be chosen
WORDS_AMONG = 20_000  # lines that short words are taken from

guesses = pathlib.Path(__file__).parent / "../domain/src/password/first_guesses.txt"
chosen, words = {}, {}
with open(sys.argv[1], encoding="utf-8") as lines:
    for rank, line in enumerate(lines):
        password = line.strip("\r\n").lower()
        if len(password) >= 8 and len(chosen) < MOST:
            chosen[password] = None
        elif 4 <= len(password) < 8 and password.isalpha() and rank < WORDS_AMONG:
            words[password] = None
for password in {**chosen, **words, **dict.fromkeys(guesses.read_text(encoding="utf-8").split())}:
    print(password)
