//! Writing: the verbs of the trade (publish, schedule, correct, comment, moderate).
