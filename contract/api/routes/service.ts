// The service itself: whether it answers, how it describes itself, and the operator's setup.
import { z } from "zod";
import { SetupDone, SetupOrder } from "../setup.ts";
import type { Declarations } from "./route.ts";

export const serviceRoutes = {
  getHealth: {
    summary: "Whether the service and its database answer",
    tag: "Service",
    access: "anybody",
    answers: { 200: z.object({ status: z.literal("ok") }) },
  },
  getOpenapi: {
    summary: "This API as OpenAPI 3.1",
    tag: "Service",
    access: "anybody",
    answers: { 200: z.record(z.string(), z.unknown()) },
  },
  getDocs: {
    summary: "This API as a page",
    tag: "Service",
    access: "anybody",
    answers: { 200: { media: "text/html" } },
  },
  setUp: {
    summary: "Set up establishments, people and roles",
    description:
      "For the operator, with `Authorization: Bearer <SETUP_TOKEN>`; see `npm run setup`. Answers 404 while that secret is unset.",
    tag: "Service",
    access: "operator",
    body: {
      schema: SetupOrder,
      example: {
        tenants: [{ id: "my-company", name: "My company", timeZone: "Europe/Paris" }],
        people: [
          {
            email: "me@example.com",
            name: "Me",
            password: "at least 12 characters",
            roles: { "my-company": "admin" },
          },
        ],
      },
    },
    answers: { 200: SetupDone },
    refuses: ["password_weak"],
  },
} as const satisfies Declarations;
