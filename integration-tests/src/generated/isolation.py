"""Draws in a process of its own, for libraries that crash on some draws."""

import multiprocessing


def isolated(draw, seed, folder):
    """What draw(seed, folder) returns, or its error; also where the process ends without either."""
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=answer, args=(draw, seed, folder, sender))
    process.start()
    sender.close()
    try:
        drawn = receiver.recv()
    except EOFError:
        drawn = RuntimeError("the library crashed")
    process.join()
    if isinstance(drawn, Exception):
        raise drawn
    return drawn


def answer(draw, seed, folder, sender):
    try:
        sender.send(draw(seed, folder))
    except Exception as e:
        sender.send(RuntimeError(f"{type(e).__name__}: {e}"))
