/** Demands that no scenario can claim, because they are about what a scenario must notice: a caught defect meets them. */
const PROVED_BY_DEFECT = /^SF\.\d+$/;

export function isProvedByDefect(requirementId: string): boolean {
  return PROVED_BY_DEFECT.test(requirementId);
}
