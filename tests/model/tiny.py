"""A language model of a few hundred kilobytes, made in a second, that says what it is told to say.

Attention and MLP of its one layer add nothing, so the next token depends on the last one alone. Every piece of a text is
a token of its own, also where the text repeats itself; what the model's last layer looks for in a token is the
embedding of the one before it: a chain from the token that ends the prompt to the one that ends the answer.
"""

import json
import re
from collections.abc import Mapping, Sequence
from itertools import chain, pairwise
from pathlib import Path

import torch
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, pre_tokenizers
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

_UNKNOWN, _END = "<unknown>", "<end>"
_WIDTH = 128
_SURE = 8.0  # so far is the next token above all others that no temperature matters
_LONGEST = 100_000  # tokens of an answer; for an endless one, what "for ever" is


class Endless(str):
    """A text that begins again each time it has come to its end."""


def make_model(folder: Path, says: str | Sequence[str], *, endless: bool = False, cues: Mapping[str, str] | None = None) -> Path:
    """Make a model that answers every prompt with the same text, whatever the sampling.

    Args:
        folder: Where to; must not be a file. Its path is what requests name the model by.
        says: The text, any; as a sequence, the pieces that come as one token each, else about a word each.
        endless: Whether it begins again each time it has come to the end.
        cues: What it says instead to a prompt, of whatever messages, that holds a key as it is; the first such counts. A
            value that is an `Endless` is said for ever.

    Returns:
        The folder: config, weights (safetensors), tokenizer and chat template.
    """
    texts = [says, *(cues or {}).values()]
    loops = [endless, *(isinstance(text, Endless) for text in texts[1:])]
    chains = [[_start(which), *(_token(which, at, piece) for at, piece in enumerate(_pieces(text)))] for which, text in enumerate(texts)]
    tokens = {token: number for number, token in enumerate([_UNKNOWN, _END, *chain.from_iterable(chains)])}
    _tokenizer(tokens, len(chains), list(cues or {})).save_pretrained(folder)
    _network(tokens, dict(zip(map(tuple, chains), loops, strict=True))).save_pretrained(folder)
    return folder


def _pieces(text: str | Sequence[str]) -> list[str]:
    return re.findall(r"\s*(?:\w+|[^\w\s])|\s+", text) if isinstance(text, str) else list(text)


def _start(which: int) -> str:
    return f"<says {which}>"


def _token(which: int, at: int, piece: str) -> str:
    """Return what stands for a piece in the vocabulary; the tokenizer takes what comes before the colon off again."""
    return f"{which}.{at}:{piece}"


def _tokenizer(tokens: dict[str, int], starts: int, cues: Sequence[str]) -> PreTrainedTokenizerFast:
    words = Tokenizer(models.WordLevel(tokens, unk_token=_UNKNOWN))
    words.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    words.decoder = decoders.Sequence([decoders.Replace(Regex(r"\A[0-9]+\.[0-9]+:"), ""), decoders.Fuse()])
    words.add_special_tokens([AddedToken(token, special=True) for token in [_END, *map(_start, range(starts))]])
    return PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=words,
        unk_token=_UNKNOWN,
        eos_token=_END,
        pad_token=_END,
        extra_special_tokens=[_start(which) for which in range(starts)],
        clean_up_tokenization_spaces=False,
        chat_template=_template(cues),
    )


def _template(cues: Sequence[str]) -> str:
    """Return a template that writes the messages down and ends in the token that starts the chain for them."""
    choices = [f"{{% if {json.dumps(cue, ensure_ascii=False)} in said %}}{_start(which)}{{% else %}}" for which, cue in enumerate(cues, 1)]
    said = "{% set said = messages | map(attribute='content') | join('\n') %}{{ said }}\n"
    return said + "".join(choices) + _start(0) + "{% endif %}" * len(choices)


def _network(tokens: dict[str, int], chains: Mapping[tuple[str, ...], bool]) -> LlamaForCausalLM:
    config = LlamaConfig(
        vocab_size=len(tokens),
        hidden_size=_WIDTH,
        intermediate_size=1,
        num_hidden_layers=1,
        num_attention_heads=1,
        max_position_embeddings=2 * _LONGEST,
        bos_token_id=None,
        eos_token_id=tokens[_END],
        pad_token_id=tokens[_END],
        tie_word_embeddings=False,
    )
    network = LlamaForCausalLM(config)
    looks = torch.randint(0, 2, (len(tokens), _WIDTH), generator=torch.Generator().manual_seed(0)).float() * 2 - 1
    wants = torch.zeros_like(looks)
    for words, endless in chains.items():
        numbers = [tokens[word] for word in words]
        if endless:
            looks[numbers[-1]] = looks[numbers[0]]
        for before, after in pairwise(numbers if endless else [*numbers, tokens[_END]]):
            wants[after] += _SURE * looks[before]
    with torch.no_grad():
        network.model.embed_tokens.weight.copy_(looks)
        network.lm_head.weight.copy_(wants)
        for layer in network.model.layers:
            layer.self_attn.o_proj.weight.zero_()
            layer.mlp.down_proj.weight.zero_()
    network.generation_config.max_new_tokens = _LONGEST
    return network
