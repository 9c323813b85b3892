/** The JavaScript engines that a component can be made with. */

export const engineNames = ["quickjs", "starlingmonkey"] as const;

export type EngineName = (typeof engineNames)[number];

/** Of a process that nobody has chosen one for. `docs/engines.md` says why. */
export const defaultEngine: EngineName = "quickjs";

export function isEngineName(name: string): name is EngineName {
  return engineNames.some((each) => each === name);
}
