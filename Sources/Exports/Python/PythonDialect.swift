import Formulas

/// What differs between scripts for one library and for another.
struct PythonDialect: Sendable {
  let library: String
  /// What a script begins with.
  let preparation: [String]
  /// What makes a number of the library of a typed one: Python's own numbers stop at 1/0.
  let number: String
  /// What makes a number of the library of the step's.
  let step: String
  let code: @Sendable (FunctionCode) -> FunctionCode.Python
  /// Whether the library finds derivatives by itself.
  let differentiates: Bool
  /// Whether lines are computed in fractions.
  let computesFractions: Bool
  /// Names that the preparation uses, but for those of every script.
  let ownNames: [String]

  static let numpy = PythonDialect(
    library: "NumPy",
    preparation: [
      "import numpy as np", "", "# 1/0 is inf and 0/0 is nan, without a warning",
      "np.seterr(all=\"ignore\")",
    ],
    number: "np.float64", step: "np.float64", code: { $0.numpy }, differentiates: false,
    computesFractions: false, ownNames: [])
  static let pytorch = PythonDialect(
    library: "PyTorch",
    preparation: ["import torch", "", "torch.set_default_dtype(torch.float64)"],
    number: "torch.tensor", step: "torch.tensor", code: { $0.torch }, differentiates: true,
    computesFractions: false, ownNames: [])

  // What scripts for PyTorch bring along.

  static func gradients(_ isHigherOrder: Bool) -> String {
    """
    def gradients(result, variables):
        # The derivatives of a result; 0 by a variable that it does not depend on.
        if not result.requires_grad:
            return [torch.tensor(0.0) for variable in variables]
        how = {"retain_graph": True, "create_graph": \(isHigherOrder ? "True" : "False"), "allow_unused": True}
        found = torch.autograd.grad(result, variables, **how)
        return [torch.tensor(0.0) if value is None else value for value in found]
    """
  }

  static let tracked = """
    def tracked(x):
        # A tensor of its own, by which there is a derivative.
        return x.clone() if x.requires_grad else x.clone().requires_grad_()
    """
}
