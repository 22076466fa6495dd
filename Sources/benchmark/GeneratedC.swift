import Tracing

/// Straight-line C for a compiled program: the same instructions, the same values in the same columns.
///
/// The lines stand in the order of the lesson, each preceded by the temporaries that it uses,
/// as one would write it by hand; the compiler is free to keep values in registers, but every
/// named value is stored, one row a step.
struct GeneratedC {
  /// Thrown where a program uses what is not written in C here.
  struct NotTranslated: Error {
    let what: String
  }

  private let workload: Workload
  private let byResult: [Location: Instruction]
  private var isWritten: Set<Location> = []
  private var body: [String] = []

  /// Returns the source of a program that answers the requests of ``Competitor``.
  static func source(of workload: Workload) throws -> String {
    var generated = GeneratedC(workload)
    try generated.write()
    return generated.wholeProgram()
  }

  private init(_ workload: Workload) {
    self.workload = workload
    byResult = Dictionary(uniqueKeysWithValues: workload.instructions.map { ($0.result, $0) })
  }

  private mutating func write() throws {
    let inRow = workload.instructionsOfLines
    for instruction in inRow where instruction.isForward { try write(instruction) }
    body.append("if (!whole) return;")
    for instruction in inRow where !instruction.isForward { try write(instruction) }
  }

  private mutating func write(_ instruction: Instruction) throws {
    if !isWritten.insert(instruction.result).inserted { return }
    for operand in instruction.operands {
      if operand.base != .previousRow, let earlier = byResult[operand] { try write(earlier) }
    }
    let result = name(instruction.result)
    body.append("const double \(result) = \(try text(of: instruction));")
    if instruction.result.base == .row {
      body.append("row[\(instruction.result.address)] = \(result);")
    }
  }

  private func name(_ location: Location) -> String {
    switch location.base {
    case .row: "r\(location.address)"
    case .previousRow: "previous[\(location.address)]"
    case .beside where location.address == 0: "step"
    case .beside where byResult[location] == nil: literal(workload.code.beside[location.address])
    case .beside: "t\(location.address)"
    }
  }

  private static let infix = ["add": "+", "subtract": "-", "multiply": "*", "divide": "/"]
  private static let calls: Set = [
    "choose", "exp", "expm1", "log", "log1p", "sin", "cos", "tan", "asin", "acos", "atan", "sinh",
    "cosh", "tanh", "erf", "erfc", "sigmoid", "relu",
  ]
  private static let renamed = [
    "squareRoot": "sqrt", "negate": "-", "copy": "", "^": "pow", "abs": "fabs", "max": "largest",
    "min": "smallest", ">": "greater",
  ]

  private func text(of instruction: Instruction) throws -> String {
    let operation = workload.name(of: instruction.operation)
    let operands = instruction.operands.map(name)
    if let sign = GeneratedC.infix[operation] { return "\(operands[0]) \(sign) \(operands[1])" }
    guard
      let function = GeneratedC.renamed[operation]
        ?? GeneratedC.calls.first(where: { $0 == operation })
    else { throw NotTranslated(what: operation) }
    return "\(function)(\(operands.joined(separator: ", ")))"
  }

  private func literal(_ value: Double) -> String {
    value.isNaN ? "NAN" : value.isInfinite ? (value < 0 ? "-INFINITY" : "INFINITY") : "\(value)"
  }

  private func wholeProgram() -> String {
    let initial = (0..<workload.code.width).map { literal(workload.rows[0, $0]) }
    return """
      #include <math.h>
      #include <stdint.h>
      #include <stdio.h>
      #include <string.h>
      #include <sys/mman.h>
      #include <time.h>

      enum { width = \(workload.code.width), steps = \(workload.steps), rows = \(workload.rowCount) };
      static const double initial[width] = {\(initial.joined(separator: ", "))};

      \(Self.functions)

      static void run_step(double *restrict row, const double *restrict previous, double step, int whole) {
        \(body.joined(separator: "\n  "))
      }

      static void run(double *values) {
        memcpy(values, initial, sizeof initial);
        for (int step = 1; step <= steps; ++step)
          run_step(values + (size_t)step * width, values + (size_t)(step - 1) * width, step, 1);
        if (rows > steps + 1)
          run_step(values + (size_t)(steps + 1) * width, values + (size_t)steps * width, steps + 1, 0);
      }

      \(Self.requests)

      """
  }

  /// What programs call that C has not.
  private static let functions = """
    static double sigmoid(double x) {
      if (x >= 0) return 1 / (1 + exp(-x));
      const double power = exp(x);
      return power / (1 + power);
    }
    static double relu(double x) { return x > 0 ? x : isnan(x) ? x : 0; }
    static double greater(double a, double b) { return a > b ? 1 : 0; }
    static double largest(double a, double b) { return a >= b || isnan(a) ? a : b; }
    static double smallest(double a, double b) { return a <= b || isnan(a) ? a : b; }
    static double choose(double a, double b, double c) { return a != 0 ? b : c; }
    """

  /// Fresh memory, the clock, and the answers to the requests.
  private static let requests = """
    static double *fresh(size_t bytes, int huge) {
      const size_t page = 2 << 20;
      char *start = mmap(NULL, bytes + page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
      char *aligned = (char *)(((uintptr_t)start + page - 1) / page * page);
    #ifdef MADV_HUGEPAGE
      if (huge) madvise(aligned, bytes, MADV_HUGEPAGE);
    #endif
      return (double *)aligned;
    }

    static double now(void) {
      struct timespec time;
      clock_gettime(CLOCK_MONOTONIC, &time);
      return time.tv_sec + 1e-9 * time.tv_nsec;
    }

    int main(void) {
      const size_t bytes = sizeof(double) * width * rows;
      double *values = fresh(bytes, 1);
      char request[4096];
      while (fgets(request, sizeof request, stdin)) {
        long count = 0;
        int huge = 0;
        request[strcspn(request, "\\n")] = 0;
        if (sscanf(request, "run %ld", &count) == 1) {
          const double start = now();
          while (count-- > 0) run(values);
          printf("%.9g\\n", now() - start);
        } else if (sscanf(request, "touch %ld %d", &count, &huge) == 2) {
          const double start = now();
          volatile char *memory = (volatile char *)fresh(count, huge);
          for (long byte = 0; byte < count; byte += 4096) memory[byte] = 1;
          printf("%.9g\\n", now() - start);
          munmap((void *)memory, count);
        } else if (strncmp(request, "rows ", 5) == 0) {
          FILE *file = fopen(request + 5, "wb");
          const int failed = !file || fwrite(values, 1, bytes, file) != bytes;
          printf("%d\\n", failed | (file ? fclose(file) : 0));
        }
        fflush(stdout);
      }
    }
    """
}
