/** The words about files, in English. */
export const files = {
  attach: 'Attach files',
  limits: (size: string, count: number) =>
    `Up to ${size} each, ${count} at once. Or paste them, or drop them here.`,
  onItsWay: (percent: number) => (percent < 100 ? `${percent} % sent` : 'Being checked …'),
  progress: (name: string) => `Progress of ${name}`,
  cancel: (name: string) => `Cancel ${name}`,
  remove: (name: string) => `Remove ${name}`,
  through: (done: number, all: number) => `${done} of ${all} files are ready.`,
  waits: 'Some files are still on their way.',
  open: (name: string) => `Open the picture ${name}`,
  save: 'Save',
  saveNamed: (name: string) => `Save ${name}`,
  gone: 'is no longer there.',
};
