import { z } from 'zod';
import type { agentCommands } from './agent-commands.ts';
import type { Command } from './command.ts';
import { ShopId } from './fields.ts';
import type { shopperCommands } from './shopper-commands.ts';

type Commands<T extends Record<string, Command>> = {
  [K in keyof T]: {
    input: z.input<T[K]['input']>;
    parsed: z.output<T[K]['input']>;
    output: z.output<T[K]['output']>;
  };
};
/** The shopper’s commands as types: `ShopperCommands['message:send']['input']`. */
export type ShopperCommands = Commands<typeof shopperCommands>;
/** The agents’ commands as types. */
export type AgentCommands = Commands<typeof agentCommands>;
export type ShopperCommandName = keyof typeof shopperCommands;
export type AgentCommandName = keyof typeof agentCommands;

/** The handshake of a socket: `socket.handshake.auth`. Over HTTP: `Authorization: Bearer …` and `Shopbell-Shop: …`. */
export const ShopperHandshake = z.strictObject({
  protocol: z.int().min(1),
  shop: ShopId,
  token: z.string().max(200).optional(),
});
export type ShopperHandshake = z.infer<typeof ShopperHandshake>;
export const AgentHandshake = z.strictObject({ protocol: z.int().min(1), key: z.string().max(200) });
export type AgentHandshake = z.infer<typeof AgentHandshake>;
