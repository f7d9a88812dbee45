"""`make bench`: the speed of the engine, then the equality of every amount with the untouched engine."""

from benchmarks import engine, equality

engine.main()
equality.main()
