import type { FileAddresses } from '@shopbell/agent';
import { times } from '@shopbell/protocol/limits';
import { useEffect, useState } from 'preact/hooks';
import { useDesk } from '../app/desk.ts';

/** A new address is asked for before the old one is over. */
const renewMs = times.fileLinkMs - 60_000;
const renewalsMost = 3;

/** A file’s addresses for as long as it is shown; `gone`: it is not there any more. */
export const useFileLink = (
  id: `fil_${string}`,
): { link: FileAddresses | 'gone' | undefined; renew: () => void } => {
  const { agent } = useDesk();
  const [link, setLink] = useState<FileAddresses | 'gone' | undefined>(undefined);
  const [turn, setTurn] = useState(0);
  const [failures, setFailures] = useState(0);
  useEffect(() => {
    let isShown = true;
    const timer = setTimeout(() => setTurn((before) => before + 1), renewMs);
    agent.fileLink(id).then(
      (given) => isShown && setLink(given),
      ({ code }: { code?: string }) => isShown && code === 'not_found' && setLink('gone'),
    );
    return () => {
      isShown = false;
      clearTimeout(timer);
    };
  }, [id, turn, failures]);
  return { link, renew: () => setFailures((before) => Math.min(renewalsMost, before + 1)) };
};
