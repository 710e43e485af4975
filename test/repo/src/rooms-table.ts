/**
 * Who may import whom, as the design has it. A room that is not listed may import any published name.
 * `others` are packages from outside; where it is missing, package.json decides alone. `annexe` is a folder of its own
 * that may import more, and that nothing else of the room leads to but its door.
 */
export type RoomRule = {
  rooms: readonly string[];
  others?: readonly string[];
  annexe?: { folder: string; door: string; rooms: readonly string[] };
};

/** The rules for the code that ships, by folder. */
export const roomRules: Readonly<Record<string, RoomRule>> = {
  'packages/protocol': { rooms: [], others: ['zod'] },
  'packages/client': { rooms: ['@shopbell/protocol'], others: ['socket.io-client', 'nanoid'] },
  'packages/look': { rooms: ['@shopbell/protocol'], others: ['preact'] },
  'packages/widget': {
    rooms: ['@shopbell/client', '@shopbell/look', '@shopbell/protocol'],
    others: ['preact', 'nanoid', 'dompurify'],
  },
  'packages/server': { rooms: ['@shopbell/protocol'] },
  'packages/agent': {
    rooms: ['@shopbell/client', '@shopbell/protocol'],
    // The test kit is the real relay: a second state machine would only be tested against itself.
    annexe: { folder: 'src/testing/', door: 'src/testing.ts', rooms: ['@shopbell/server'] },
  },
  'packages/commerce': { rooms: ['@shopbell/agent', '@shopbell/protocol'] },
  'packages/desk': {
    rooms: ['@shopbell/agent', '@shopbell/look', '@shopbell/protocol'],
    others: ['preact', 'nanoid'],
  },
};

/** What a browser loads takes values of the protocol only from where no schema library comes along. */
export const schemaFree = {
  folders: ['packages/client', 'packages/look', 'packages/widget'],
  specifiers: [
    '@shopbell/protocol/limits',
    '@shopbell/protocol/errors',
    '@shopbell/protocol/plain-text',
    '@shopbell/protocol/prose',
    '@shopbell/protocol/page-pattern',
  ],
} as const;
