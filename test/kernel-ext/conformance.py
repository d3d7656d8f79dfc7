"""jupyter_kernel_test's own tests, on samples in the kernel's languages.

usage: python conformance.py KERNEL_NAME   (the kernel's specification is found through JUPYTER_PATH)
"""

import sys
import unittest

import jupyter_kernel_test
from jupyter_client.manager import start_new_kernel

CONCEPT = '%%steer\nconcept Mood { pair "The film was" -> " good" | " bad" }'


class SteerKernel(jupyter_kernel_test.KernelTests):
    kernel_name = "steer-test"
    language_name = "typescript"
    file_extension = ".ts"
    code_hello_world = "console.log('hello, world')"
    code_stderr = "console.error('oops')"
    completion_samples = [
        {"text": "Math.hyp", "matches": {"hypot"}},
        {"text": "%%steer\nconcept A {\n  forma", "matches": {"format"}},
    ]
    complete_code_samples = ["1", "const a = 1;", "function f() { return 1 }", '%%steer\nmodel a = "b"']
    incomplete_code_samples = ["function f() {", "const a = [", "%%steer\nconcept A {"]
    invalid_code_samples = ["const = 1", "let x y"]
    code_generate_error = "throw new Error('wanted')"
    code_execute_result = [
        {"code": "1 + 2 + 3", "result": "6"},
        {"code": "[1, 2, 3].map((x) => 2 * x)", "result": "[ 2, 4, 6 ]"},
        {"code": "await Promise.resolve('a')", "result": "'a'"},
    ]
    code_display_data = [
        {"code": "display([1, 2])", "mime": "text/plain"},
        {"code": "display({ toMimeBundle: () => ({ 'text/html': '<b>x</b>' }) })", "mime": "text/html"},
    ]
    code_page_something = "Math?"
    code_clear_output = "clearOutput()"
    code_inspect_sample = "Math"
    code_history_pattern = "1 ? 2*"
    supported_history_operations = ("tail", "range", "search")

    @classmethod
    def setUpClass(cls):
        cls.km, cls.kc = start_new_kernel(kernel_name=cls.kernel_name, startup_timeout=120)
        # The first cells of a kernel load compiler and types; what is tested afterwards has 15 s each.
        cls.kc.execute_interactive(CONCEPT, timeout=120, output_hook=lambda message: None)
        cls.kc.execute_interactive("1", timeout=120, output_hook=lambda message: None)


if __name__ == "__main__":
    SteerKernel.kernel_name = sys.argv.pop(1)
    jupyter_kernel_test.TIMEOUT = 60
    unittest.main(verbosity=2)
