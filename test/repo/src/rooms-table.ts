/**
 * Who may import whom, as the design has it. A room that is not listed may import any published name.
 * `others` are packages from outside; where it is missing, package.json decides alone.
 */
export type RoomRule = { rooms: readonly string[]; others?: readonly string[] };

/** The rules for the code that ships, by folder. */
export const roomRules: Readonly<Record<string, RoomRule>> = {
  'packages/protocol': { rooms: [], others: ['zod'] },
  'packages/client': { rooms: ['@shopbell/protocol'], others: ['socket.io-client', 'nanoid'] },
  'packages/look': { rooms: ['@shopbell/protocol'], others: ['preact'] },
  'packages/widget': {
    rooms: ['@shopbell/client', '@shopbell/look', '@shopbell/protocol'],
    others: ['preact', 'nanoid'],
  },
  'packages/server': { rooms: ['@shopbell/protocol'] },
  'packages/agent': { rooms: ['@shopbell/client', '@shopbell/protocol'] },
  'packages/commerce': { rooms: ['@shopbell/agent', '@shopbell/protocol'] },
  'packages/desk': {
    rooms: ['@shopbell/agent', '@shopbell/look', '@shopbell/protocol'],
    others: ['preact', 'nanoid'],
  },
};

/** What a browser loads takes values of the protocol only from where no schema library comes along. */
export const schemaFree = {
  folders: ['packages/client', 'packages/look', 'packages/widget'],
  specifiers: ['@shopbell/protocol/limits', '@shopbell/protocol/errors', '@shopbell/protocol/plain-text'],
} as const;
