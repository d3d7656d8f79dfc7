// Globals without which no further cell could run. A cell that replaces one does so for itself only.

const names = [
  "Array",
  "Buffer",
  "Error",
  "JSON",
  "Map",
  "Object",
  "Promise",
  "Proxy",
  "Reflect",
  "RegExp",
  "Set",
  "String",
  "Symbol",
  "process",
] as const;

/** Remembers them as they are. The result puts back those that were replaced since, and gives their names. */
export function keepEssentials(): () => string[] {
  const kept = names.map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)!] as const);
  const { defineProperty, getOwnPropertyDescriptor } = Object;
  return () => {
    const replaced: string[] = [];
    for (const [name, descriptor] of kept) {
      const now = getOwnPropertyDescriptor(globalThis, name);
      if (now && now.value === descriptor.value && now.get === descriptor.get) continue;
      defineProperty(globalThis, name, descriptor);
      replaced.push(name);
    }
    return replaced;
  };
}
