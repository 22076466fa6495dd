"""Prints the numbers of `ShippedLessonsTests` for the lesson linear-regression."""

from pathlib import Path
import numpy as np

lesson = Path(__file__).parents[3] / "lessons" / "linear-regression.md"
rows = lesson.read_text().split("x,y\n")[1].split("\n```")[0].split("\n")
x, y = np.array([[float(number) for number in row.split(",")] for row in rows]).T

columns = np.stack([x, np.ones(len(x))], axis=1)
(w, b), residuals, _, _ = np.linalg.lstsq(columns, y, rcond=None)
print("least squares", w, b, residuals[0] / len(x))

w = b = 0.0
for step in range(1, 62):
    error = w * x + b - y
    slopes = np.mean(2 * error * x), np.mean(2 * error)
    if step in (1, 2, 11, 61):
        print(step, np.mean(error**2), w, b, *slopes)
    w, b = w - 0.3 * slopes[0], b - 0.3 * slopes[1]
