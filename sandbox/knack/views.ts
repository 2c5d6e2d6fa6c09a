// The pages of the simulated application: which fields each view shows, and of which object.

export interface View {
  key: string;
  name: string;
  type: "table" | "form";
  object: string;
  columns: string[];
}

export interface Scene {
  key: string;
  slug: string;
  name: string;
  /** Whether its views require signing in, or the key. */
  authenticated: boolean;
  views: View[];
}

export const scenes: Scene[] = [
  {
    key: "scene_1",
    slug: "home",
    name: "Home",
    authenticated: false,
    views: [
      {
        key: "view_1",
        name: "Schools",
        type: "table",
        object: "object_2",
        columns: ["field_44", "field_2209"],
      },
    ],
  },
  {
    key: "scene_2",
    slug: "results",
    name: "Results of this school",
    authenticated: true,
    views: [
      {
        key: "view_2",
        name: "Results of the year",
        type: "table",
        object: "object_10",
        columns: ["field_187", "field_144", "field_133", "field_855"],
      },
      { key: "view_3", name: "Add a result", type: "form", object: "object_10", columns: [] },
    ],
  },
];

/** The view of a page, with the page's access rule. */
export function viewNamed(
  scene: string,
  view: string,
): { view: View; authenticated: boolean } | undefined {
  const page = scenes.find(({ key }) => key === scene);
  const found = page?.views.find(({ key }) => key === view);
  return page && found && { view: found, authenticated: page.authenticated };
}
