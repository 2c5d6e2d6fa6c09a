// The named schemas of the OpenAPI document: each is described once and referred to by its name.
import { z } from "zod";
import {
  Me,
  Member,
  MemberChange,
  MemberDraft,
  Person,
  TenantSummary,
} from "../../contract/api/access.ts";
import { Catalog, Field, Kind, Template } from "../../contract/api/catalog.ts";
import {
  Configuration,
  ConfigurationChange,
  ConfigurationDraft,
  Limits,
  Schedule,
} from "../../contract/api/configuration.ts";
import { Connection, ConnectionChange, ConnectionDraft } from "../../contract/api/connection.ts";
import { Share, ShareDraft } from "../../contract/api/share.ts";
import { Quota } from "../../contract/api/quota.ts";
import { FileDocument, FilePreview, FileProblem, FileTotals } from "../../contract/api/file.ts";
import { Instant, Json, Text } from "../../contract/values/json.ts";
import { ProblemDetails } from "../../contract/api/problem.ts";
import { Freshness, MonthSum, RecordPage, RecordRow } from "../../contract/api/record.ts";
import {
  Batch,
  Change,
  Counts,
  Problem,
  Run,
  RunDetail,
  RunStatus,
  RunSummary,
  StartedBy,
  StartRun,
  Step,
} from "../../contract/api/run.ts";
import { FileLimits, Upload, UploadedFile, UploadedPage } from "../../contract/api/upload.ts";
import { Check } from "../../contract/source/check.ts";
import { Column, Discovered, Resource } from "../../contract/source/resource.ts";
import { Id, Reject } from "../../contract/source/record.ts";

const shapes = {
  Quota,
  Batch,
  Catalog,
  Change,
  Check,
  Column,
  Configuration,
  ConfigurationChange,
  ConfigurationDraft,
  Connection,
  ConnectionChange,
  ConnectionDraft,
  Counts,
  Discovered,
  Field,
  FileDocument,
  FileLimits,
  FilePreview,
  FileProblem,
  FileTotals,
  Freshness,
  Id,
  Instant,
  Json,
  Kind,
  Limits,
  Me,
  Member,
  MemberChange,
  MemberDraft,
  MonthSum,
  Person,
  Problem,
  ProblemDetails,
  RecordPage,
  RecordRow,
  Reject,
  Resource,
  Run,
  RunDetail,
  RunStatus,
  RunSummary,
  Schedule,
  Share,
  ShareDraft,
  StartRun,
  StartedBy,
  Step,
  Template,
  TenantSummary,
  Text,
  Upload,
  UploadedFile,
  UploadedPage,
};

const names = z.registry<{ id: string }>();
for (const [id, schema] of Object.entries(shapes)) names.add(schema, { id });

/** A piece of JSON Schema: the keywords that we read, and any others. */
export type JsonSchema = {
  properties?: Record<string, JsonSchema>;
  required?: string[];
  [keyword: string]: unknown;
};

/** Schemas by name, each written once and referred to from everywhere else. */
export class SchemaBook {
  readonly schemas: Record<string, JsonSchema> = {};

  /** A schema as JSON Schema; every part of it that has a name goes into the book. */
  refer(schema: z.ZodType): JsonSchema {
    const written = z.toJSONSchema(schema, {
      io: "input",
      metadata: names,
      unrepresentable: "any",
    });
    const text = JSON.stringify(written).replaceAll('"#/$defs/', '"#/components/schemas/');
    const { $schema: _, $defs = {}, ...rest } = JSON.parse(text) as JsonSchema;
    Object.assign(this.schemas, $defs);
    return rest;
  }
}
