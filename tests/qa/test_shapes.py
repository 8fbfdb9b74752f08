"""The kind of a question, by its shape and by what it asks for."""

import pytest

from qa.names import Names
from qa.opening import opened, without_courtesy
from qa.shapes import KINDS, asked_for

NAMES = Names({"lily": {"Lily": 9, "Aktau": 1, "Baktybekova": 2}, "iris": {"Iris": 7, "Baktybekova": 2}})


def kind(question: str) -> str:
    return asked_for(question, NAMES.mentions(question, lambda word: True))


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("Who helped Lily?", "person"),
        ("To whom did she speak?", "person"),
        ("Where was Lily born?", "place"),
        ("birthplace of Lily", "place"),
        ("Name the city where Lily was born", "place"),
        ("The city of Lily's success?", "place"),
        ("When did she leave?", "time"),
        ("How many prizes did Iris win?", "number"),
        ("At what age did Iris win?", "number"),
        ("Why did Lily leave?", "cause"),
        ("how come lily left", "cause"),
        ("For what did Lily leave?", "cause"),
        ("How did Lily become famous?", "manner"),
        ("In which way did she escape?", "manner"),
        ("How did Lily feel?", "feeling"),
        ("What was the dog called?", "name"),
        ("What did Lily win?", "thing"),
        ("Lily's parents?", "thing"),
        ("What was the fight about?", "thing"),
        ("What did Lily do at the end of three years?", "thing"),
        ("Did she approach him, or did he approach her?", "thing"),
        ("Did Lily win a prize?", "yes_no"),
        ("was lily's home town a big one", "yes_no"),
        ("Wasn't Iris happy?", "yes_no"),
        ("Lily was born in Aktau, right?", "yes_no"),
        ("True or false: Lily was born in Paris", "yes_no"),
        ("Do you know whether she won?", "yes_no"),
        ("Which dances did Iris learn?", "list"),
        ("What are the names of her friends?", "list"),
        ("Who are all the dancers?", "list"),
        ("Name two things that Lily liked", "list"),
        ("Which two kinds of dance did she study?", "list"),
        ("Who is Lily?", "about"),
        ("who was lily baktybekova", "about"),
        ("Who's Lily?", "about"),
        ("What is Aktau?", "about"),
        ("Tell me about Lily", "about"),
        ("Could you please tell me more about Lily and Iris?", "about"),
        ("What do you know about Lily?", "about"),
        ("Describe Iris.", "about"),
        ("Lily Baktybekova", "about"),
        ("Tell me about Lily's childhood.", "topic"),
        ("Describe the prize", "topic"),
        ("What do the stories tell us about dancing?", "topic"),
        ("How does it end?", "ending"),
        ("How does Lily's story end?", "ending"),
        ("What happens to Lily at the end of the story?", "ending"),
        ("What do we learn of Iris at the very end?", "ending"),
        ("How does the story of the two friends begin?", "beginning"),
        ("What happens at the beginning?", "beginning"),
        ("Compare Lily and Iris", "compare"),
        ("What do Lily and Iris have in common?", "compare"),
        ("Who was older, Lily or Iris?", "compare"),
        ("Is Lily older than Iris?", "compare"),
        ("What is the difference between Lily and Iris?", "compare"),
        ("What is the story about?", "summary"),
        ("What is Lily's story about?", "summary"),
        ("Summarise the story of Iris.", "summary"),
        ("What is the moral of the story?", "summary"),
        ("hello", "greeting"),
        ("Thank you very much!", "greeting"),
        ("Who are you?", "greeting"),
        ("What can you do?", "greeting"),
        ("Hello, where was Lily born?", "place"),
        ("Thanks. And who helped her?", "person"),
        ("I would like to know why Lily left", "cause"),
        ("wher was lily born", "place"),
        ("waht did lily win", "thing"),
    ],
)
def test_kinds(question: str, wanted: str) -> None:
    assert kind(question) == wanted


@pytest.mark.parametrize("question", ["", "?", "§", "§ §", "and", "please", "hello hello", "the", "a" * 2_000, "which " * 300, "did § or " * 100])
def test_anything_has_a_kind(question: str) -> None:
    assert asked_for(question) in KINDS


@pytest.mark.parametrize(
    ("question", "plain"),
    [
        ("Can you tell me WHER Lily Baktybekova was born?", "where § was born"),
        ("Hi, do you know what Iris’s prize was?", "what §'s prize was"),
        ("Please describe the dance!", "describe the dance"),
        ("Hello!", "hello"),
        ("And why?", "why"),
    ],
)
def test_names_and_courtesies_are_left_out(question: str, plain: str) -> None:
    assert without_courtesy(opened(question, NAMES.mentions(question, lambda word: True))) == plain
