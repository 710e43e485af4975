import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const locate = (published: string, inRepository: string): string => {
  const beside = fileURLToPath(new URL(published, import.meta.url));
  return existsSync(beside) ? beside : fileURLToPath(new URL(inRepository, import.meta.url));
};

/** Where the built widget and desk lie: beside the published relay, else in the repository’s packages. */
export const defaultBuilds = () => ({
  widget: locate('../widget/', '../../../widget/dist/'),
  desk: locate('../desk/', '../../../desk/dist/'),
});
