import sys, numpy as np
from tests.results.monitor_years import KINDS, as_known
from sufficiency.results.monitor.outturn import forecast_outturn

n = int(sys.argv[1])
for kind in KINDS:
    hits = {m: [] for m in (6, 7, 8, 9, 10, 11)}
    err = []
    for s in range(n):
        for m in hits:
            led, truth = as_known(kind, s, m)
            t = forecast_outturn(led, draws=300, seed=1).total
            lo, hi = np.quantile(t, [0.1, 0.9])
            hits[m].append(lo <= truth <= hi)
            err.append((t.mean() - truth) / truth)
    print(
        kind,
        {m: round(float(np.mean(h)), 2) for m, h in hits.items()},
        "all",
        round(float(np.mean([np.mean(h) for h in hits.values()])), 3),
        "bias",
        round(float(np.mean(err)), 4),
    )
