# Makes control-vector.gguf as the repeng library writes it, and checks a file of steerlab's when one is named:
#   python test/runtime/vectors/control_vector.py > test/runtime/vectors/control-vector.gguf
#   python test/runtime/vectors/control_vector.py FILE.gguf
# Needs numpy and gguf.
import sys
import tempfile

import gguf
import numpy as np


def make():
    with tempfile.NamedTemporaryFile(suffix=".gguf") as file:
        writer = gguf.GGUFWriter(file.name, "controlvector")
        writer.add_string("controlvector.model_hint", "mistral")
        writer.add_uint32("controlvector.layer_count", 3)
        for layer in (1, 2, 12):
            writer.add_tensor(f"direction.{layer}", np.array([layer, -0.5, 0.25 * layer], np.float32))
        writer.write_header_to_file()
        writer.write_kv_data_to_file()
        writer.write_tensors_to_file()
        writer.close()
        sys.stdout.buffer.write(open(file.name, "rb").read())


def check(path):
    reader = gguf.GGUFReader(path)
    for name, field in reader.fields.items():
        if not name.startswith("GGUF."):
            print(name, "=", str(field.contents())[:70])
    for tensor in reader.tensors:
        print(tensor.name, tensor.tensor_type.name, list(tensor.shape), "norm", np.linalg.norm(tensor.data))


check(sys.argv[1]) if len(sys.argv) > 1 else make()
