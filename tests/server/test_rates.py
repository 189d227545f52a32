"""Rates of counters."""

from vkscope.server.rates import WINDOW, Rates


def test_a_rate_is_growth_over_the_window() -> None:
    rates = Rates()
    assert rates.per_second("n") == 0
    for second in range(10):
        rates.add(float(second), {"n": second * second, "steps": 2 * second})
        assert rates.per_second("missing") == 0 if second == 0 else True
    first, last = 10 - WINDOW, 9
    assert rates.per_second("n") == (last**2 - first**2) // (last - first)
    assert rates.share("n", "steps") == (last**2 - first**2) // (2 * (last - first))


def test_a_counter_that_was_set_back_has_no_rate() -> None:
    rates = Rates()
    rates.add(0.0, {"n": 100})
    rates.add(1.0, {"n": 3})
    assert rates.per_second("n") == 0
    rates.reset()
    assert rates.per_second("n") == 0
