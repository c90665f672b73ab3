"""Children whom the levers of a scenario lead out of care, and the allowances that go on."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sufficiency.capacity import Allowance, BackInCare
from sufficiency.placements import FAMILY_OF, PLACEMENT_TYPES, TYPES_OF, family_position
from sufficiency.scenarios.arrays import added_by_key, share_of
from sufficiency.scenarios.levers import Effect
from sufficiency.scenarios.setting import MOST, Setting


def leaving(
    own: Sequence[Effect], setting: Setting
) -> tuple[dict[str, np.ndarray], tuple[Allowance, ...], tuple[BackInCare, ...]]:
    """By placement type, the extra share of settled children who leave; allowances; who come back.

    A count is a share of the baseline's settled children, so that where there are fewer children
    fewer leave: nobody leaves twice.
    """
    total = added_by_key(effect.exits for effect in own)
    share = {kind: share_of(n, setting.settled(FAMILY_OF[kind])) for kind, n in total.items()}
    sooner = _leaving_sooner(own, setting)
    led = [_led_by(effect, total, share, sooner) for effect in own]
    allowances = tuple(
        Allowance(
            weekly=paid.weekly,
            months=paid.months,
            share={kind: paid.share * of_kind for kind, of_kind in by_kind.items()},
        )
        for effect, by_kind in zip(own, led, strict=True)
        if (paid := effect.allowance) is not None
    )
    back = tuple(
        BackInCare(by_kind, effect.back)
        for effect, by_kind in zip(own, led, strict=True)
        if effect.back is not None
    )
    return _within_most(added_by_key([share, sooner])), allowances, back


def _led_by(
    effect: Effect,
    total: dict[str, np.ndarray],
    share: dict[str, np.ndarray],
    sooner: dict[str, np.ndarray],
) -> dict[str, np.ndarray]:
    """By placement type, of those whom levers lead out the share that one lever does."""
    led_out = {kind: share_of(n, total[kind]) for kind, n in effect.exits.items()}
    for kind in led_out:
        if kind in sooner:
            led_out[kind] = led_out[kind] * share_of(share[kind], share[kind] + sooner[kind])
    return led_out


def _leaving_sooner(own: Sequence[Effect], setting: Setting) -> dict[str, np.ndarray]:
    """By placement type, the extra share who leave so that those waiting are gone sooner.

    The shortfall D is held, since those who left would soon have left anyway and the others leave
    as before: the month's leavers are D' less what is left of D. After `until` nobody is kept
    back, so the shortfall runs out as children leave.
    """
    fewer = added_by_key(effect.sooner for effect in own)
    shares: dict[str, np.ndarray] = {}
    for kind, gone in fewer.items():
        family = FAMILY_OF[kind]
        stays = setting.stays(family)
        of_family = np.sum([fewer[k] for k in TYPES_OF[family] if k in fewer], axis=0)
        there = setting.need[:, :-1, family_position(family)] - of_family[:, :-1]
        leavers = np.maximum(gone[:, 1:] - stays * gone[:, :-1], 0.0)
        shares[kind] = share_of(leavers, stays * np.maximum(there, 0.0))
    return shares


def _within_most(shares: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Shares scaled down where those of a family come to more than can leave in a month."""
    asked = added_by_key({FAMILY_OF[kind]: share} for kind, share in shares.items())
    return {
        kind: shares[kind] * np.minimum(1.0, MOST / np.maximum(asked[FAMILY_OF[kind]], MOST))
        for kind in PLACEMENT_TYPES
        if kind in shares
    }
