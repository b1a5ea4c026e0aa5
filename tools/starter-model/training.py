"""A training run that ends by the clock, saves checkpoints, and resumes where it was stopped."""

import argparse
import math
import time
from collections.abc import Callable
from pathlib import Path

import torch
from torch import nn

CHECKPOINT_SECONDS = 90
WARM_UP_STEPS = 100
# The cosine ends at this fraction of the highest rate.
LAST_RATE = 0.02
LARGEST_GRADIENT = 1.0
REPORT_STEPS = 25
# Weight of a new value in the running mean that is reported: single batches are too noisy to read.
NEWS = 0.03


def parser(minutes: float, batch: int, rate: float) -> argparse.ArgumentParser:
    """The options that every stage has, with the defaults of one."""
    options = argparse.ArgumentParser()
    options.add_argument("--data", required=True)
    options.add_argument("--out", required=True)
    options.add_argument("--minutes", type=float, default=minutes)
    options.add_argument("--batch", type=int, default=batch)
    options.add_argument("--rate", type=float, default=rate)
    options.add_argument("--device", default="cpu")
    options.add_argument("--threads", type=int, default=1)
    return options


class Training:
    """`parts` are saved by their names; parameter groups of the optimizer may have a `factor` of the rate."""

    def __init__(self, checkpoint: Path, parts: dict[str, nn.Module], optimizer: torch.optim.Optimizer) -> None:
        self.checkpoint, self.parts, self.optimizer = checkpoint, parts, optimizer
        self.step, self.seconds = 0, 0.0
        checkpoint.parent.mkdir(parents=True, exist_ok=True)
        if checkpoint.exists():
            saved = torch.load(checkpoint)
            for name, part in (parts | {"optimizer": optimizer}).items():
                part.load_state_dict(saved[name])
            self.step, self.seconds = saved["step"], saved["seconds"]

    def run(
        self,
        minutes: float,
        rate: float,
        measure: Callable[[], tuple[torch.Tensor, torch.Tensor]],
        describe: Callable[[float], str],
        after_step: Callable[[int], None] = lambda step: None,
    ) -> None:
        """Minimizes the loss.

        `measure` returns the loss and a value to report; `describe` formats the running mean of that value.
        """
        total = minutes * 60
        parameters = [each for group in self.optimizer.param_groups for each in group["params"]]
        started = time.monotonic() - self.seconds
        last_saved, running = self.seconds, None
        while (seconds := time.monotonic() - started) < total:
            cosine = 0.5 * (1 + math.cos(math.pi * seconds / total))
            now = rate * min(1, (self.step + 1) / WARM_UP_STEPS) * (LAST_RATE + (1 - LAST_RATE) * cosine)
            for group in self.optimizer.param_groups:
                group["lr"] = now * group.get("factor", 1.0)
            loss, value = measure()
            self.optimizer.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(parameters, LARGEST_GRADIENT)
            self.optimizer.step()
            self.step, self.seconds = self.step + 1, seconds
            after_step(self.step)
            running = value.item() if running is None else (1 - NEWS) * running + NEWS * value.item()
            if self.step % REPORT_STEPS == 0:
                print(f"{seconds:6.0f} s  step {self.step}  {describe(running)}  rate {now:.1e}", flush=True)
            if seconds - last_saved > CHECKPOINT_SECONDS:
                self._save()
                last_saved = seconds
        self.seconds = max(self.seconds, total)
        self._save()

    def _save(self) -> None:
        partial = self.checkpoint.with_suffix(".partial")
        parts = {name: part.state_dict() for name, part in self.parts.items()}
        state = {"optimizer": self.optimizer.state_dict(), "seconds": self.seconds, "step": self.step}
        torch.save(parts | state, partial)
        partial.replace(self.checkpoint)
