// Configurations: what to refresh, when, and who may start it.
import { z } from "zod";
import { Configuration, ConfigurationChange, ConfigurationDraft } from "../configuration.ts";
import type { Declarations } from "./route.ts";

export const configurationRoutes = {
  listConfigurations: {
    summary: "Configurations",
    tag: "Settings",
    access: { member: ["configuration.read"] },
    answers: { 200: z.array(Configuration) },
  },
  createConfiguration: {
    summary: "Add a configuration",
    tag: "Settings",
    access: { member: ["configuration.write"] },
    body: {
      schema: ConfigurationDraft,
      example: {
        name: "Treasury",
        connection: "CONNECTION",
        template: "treasury",
        resources: ["local_sales"],
      },
    },
    answers: { 201: Configuration },
  },
  getConfiguration: {
    summary: "A configuration",
    tag: "Settings",
    access: { member: ["configuration.read"] },
    answers: { 200: Configuration },
    refuses: ["not_found"],
  },
  changeConfiguration: {
    summary: "Change a configuration",
    description: "What the change does not name stays as it is.",
    tag: "Settings",
    access: { member: ["configuration.write"] },
    body: {
      schema: ConfigurationChange,
      example: {
        mode: "automatic",
        schedule: { everyMinutes: 60, fromHour: 7, toHour: 19 },
      },
    },
    answers: { 200: Configuration },
    refuses: ["not_found"],
  },
  deleteConfiguration: {
    summary: "Delete a configuration, its schedule and its data",
    tag: "Settings",
    access: { member: ["configuration.write"] },
    answers: { 204: null },
    refuses: ["not_found"],
  },
} as const satisfies Declarations;
