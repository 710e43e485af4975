import type { StoredFile } from '@shopbell/agent';
import { expect, test, vi } from 'vitest';
import { createAttachments, filesMost } from './attachments.ts';

const stored = (name: string): StoredFile => ({ id: 'fil_12345678', name, type: 'text/plain', bytes: 3 });
type Options = { signal: AbortSignal; onSent: (sent: number) => void };

const setUp = () => {
  const ways: { file: File; options: Options; take: () => void; refuse: (sentence: string) => void }[] = [];
  const upload = vi.fn<(file: File, options: Options) => Promise<StoredFile>>(
    (file, options) =>
      new Promise((resolve, reject) => {
        ways.push({
          file,
          options,
          take: () => resolve(stored(file.name)),
          refuse: (sentence) => reject(new Error(sentence)),
        });
      }),
  );
  const attachments = createAttachments({ upload });
  return { attachments, ways, upload };
};
const file = (name: string): File => new File(['abc'], name);

test('what is picked is sent at once; only what the relay has is taken along', async () => {
  const { attachments, ways } = setUp();
  attachments.add([file('one.txt'), file('two.txt')]);
  ways[0]?.options.onSent(2);
  expect(attachments.files.get()[0]).toMatchObject({ name: 'one.txt', sent: 2, stored: null });
  ways[0]?.take();
  await vi.waitFor(() => expect(attachments.files.get()[0]?.stored).not.toBeNull());
  expect(attachments.take()).toEqual([stored('one.txt')]);
  expect(attachments.files.get().map(({ name }) => name)).toEqual(['two.txt']);
});

test('one that is refused says why and can be tried again; one that is taken out is called off', async () => {
  const { attachments, ways, upload } = setUp();
  attachments.add([file('one.txt')]);
  const [{ id } = { id: 0 }] = attachments.files.get();
  ways[0]?.refuse('Files of this kind are not taken here.');
  await vi.waitFor(() => expect(attachments.files.get()[0]?.problem).toMatch(/not taken/));
  attachments.retry(id);
  expect(attachments.files.get()[0]?.problem).toBeNull();
  expect(upload).toHaveBeenCalledTimes(2);
  attachments.remove(id);
  expect(ways[1]?.options.signal.aborted).toBe(true);
  expect(attachments.files.get()).toEqual([]);
});

test('no more are taken than one message may have', () => {
  const { attachments, upload } = setUp();
  attachments.add(Array.from({ length: 20 }, (_, at) => file(`${at}.txt`)));
  expect(attachments.files.get()).toHaveLength(filesMost);
  expect(upload).toHaveBeenCalledTimes(filesMost);
});
