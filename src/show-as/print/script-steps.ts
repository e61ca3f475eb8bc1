/*
 * The part of a script that makes the steps safe to repeat: each function reads what MAAS has and does only what is
 * missing. A function that runs in $(…) exits explicitly, because bash does not stop at errors there.
 */

const CHANGE = `# change_release SOURCE OS RELEASE FIELD…: the same for a selection that was there when the script was made.
change_release() { select_release "$@"; }`

const CHANGE_38 = `# change_release SOURCE OS RELEASE FIELD…: the same, but never deletes a selection to create it again.
shrinks=again
change_release() {
  shrinks=change
  select_release "$@"
  shrinks=again
}`

const BARE = `BARE='def bare: .;'`

const BARE_38 = `# MAAS keeps the URL of a source without slashes at its end.
BARE='def bare: if endswith("/") then .[:-1] | bare else . end;'`

/** @param oneImport whether MAAS syncs each selection separately and cancels a running import for another one (3.8) */
export const stepFunctions = (oneImport: boolean): string => `stop() {
  printf '%s\\n' "$1" >&2
  exit 1
}
report() { printf '%s\\n' "$1" >&2; }
command -v jq >/dev/null || stop 'This script needs jq.'

${oneImport ? BARE_38 : BARE}

# source_now ID: the source as JSON; nothing if there is none.
source_now() {
  sources=$(list_sources) || exit 1
  printf '%s' "$sources" | jq -c --argjson id "$1" '.[] | select(.id == $id)'
}

# expect_source ID URL…: stops if the source has another URL, because then this is another region.
expect_source() {
  id=$1
  shift
  found=$(source_now "$id") || exit 1
  if [ -z "$found" ]; then
    report "The region has no boot source $id."
  elif [ "$(printf '%s' "$found" | jq "$BARE"' (.url | bare) as $url |
    any($ARGS.positional[]; bare == $url)' --args "$@")" != true ]; then
    url=$(printf '%s' "$found" | jq -r .url)
    stop "Boot source $id is $url. This script was made for a region where it is $1."
  fi
}

# add_source URL OTHER_URL OTHER_THAN FIELD…: creates the source unless it is there, and prints its ID. OTHER_URL is
# the URL that a later step gives it, or empty, OTHER_THAN the ID of the source that it replaces. Stops if the source
# has other settings, except those that the later step changes.
add_source() {
  url=$1 later=$2 replaced=$3
  shift 3
  sources=$(list_sources) || exit 1
  found=$(printf '%s' "$sources" | jq -c --arg url "$url" --arg later "$later" --argjson replaced "$replaced" \\
    "$BARE"' [.[] | select(.id != $replaced and (.url | bare == ($url | bare) or bare == ($later | bare)))] |
    first // empty') || exit 1
  if [ -z "$found" ]; then
    found=$(post_source "$@") || exit 1
    report "Changed: created the boot source $url"
  else
    other=$(printf '%s' "$found" | jq -r --arg later "$later" '. as $now |
      [$ARGS.positional[] | select(startswith("keyring_data@=") or startswith("url=") | not) |
        (split("=") | .[0]) as $name | select($name == "keyring_filename" or $later == "") |
        select(($now | has($name)) and . != $name + "=" + ($now[$name] | tostring)) | $name] |
      join(", ")' --args "$@") || exit 1
    [ -z "$other" ] || stop "The region has the boot source $url with another $other."
    report "No change: the boot source $url is there"
  fi
  printf '%s' "$found" | jq .id
}

# change_source ID JSON FIELD…: changes the source unless it has all that the JSON says. Empty JSON: changes it anyway.
change_source() {
  id=$1 wanted=$2
  shift 2
  found=$(source_now "$id") || exit 1
  [ -n "$found" ] || stop "The region has no boot source $id."
  if [ -n "$wanted" ] && [ "$(printf '%s' "$found" | jq --argjson wanted "$wanted" \\
    "$BARE"' . as $now | $wanted | to_entries |
    all(if .key == "url" then (.value | bare) == ($now.url | bare) else .value == $now[.key] end)')" = true ]; then
    report "No change: boot source $id"
  else
    put_source "$id" "$@" >/dev/null
    report "Changed: boot source $id"
  fi
}

remove_source() {
  found=$(source_now "$1") || exit 1
  if [ -z "$found" ]; then
    report "No change: there is no boot source $1"
  else
    delete_source "$1" >/dev/null
    report "Changed: deleted boot source $1"
  fi
}

# selection_now SOURCE OS RELEASE: the selection as JSON; nothing if there is none.
selection_now() {
  selections=$(list_selections "$1") || exit 1
  printf '%s' "$selections" | jq -c --arg os "$2" --arg release "$3" \\
    '[.[] | select(.os == $os and .release == $release)] | first // empty'
}

# select_release SOURCE OS RELEASE FIELD…: creates the selection, or changes the one that is there.
select_release() {
  source=$1 os=$2 release=$3
  shift 3
  found=$(selection_now "$source" "$os" "$release") || exit 1
  verdict=new
  [ -z "$found" ] || verdict=$(printf '%s' "$found" | jq -r '
    def tidy: if index("*") then ["*"] else unique end;
    def kernels: ${oneImport ? 'if length == 0 then ["*"] else tidy end' : 'tidy'};
    def wanted($name): [$ARGS.positional[] | select(startswith($name + "=")) | .[($name | length) + 1:]] | tidy;
    wanted("arches") as $arches |
    if (.arches | tidy) == $arches and (.subarches | kernels) == wanted("subarches")
      and (.labels | kernels) == wanted("labels") then "same"
    ${oneImport ? 'elif $arches != ["*"] and .arches - $arches != [] then "again"\n    ' : ''}else "change" end' --args "$@")
  id=$(printf '%s' "$found" | jq .id)
${oneImport ? '  [ "$verdict" != again ] || verdict=$shrinks\n' : ''}  case $verdict in
    same)
      report "No change: $os $release"
      return
      ;;
    change) until_read "$source" put_selection "$source" "$id" "os=$os" "release=$release" "$@" ;;
    *)
      # MAAS keeps the images of architectures that a change removes, so the selection is created again
      [ "$verdict" = new ] || delete_selection "$source" "$id" >/dev/null
      until_read "$source" post_selection "$source" "os=$os" "release=$release" "$@"
      ;;
  esac
  report "Changed: selected $os $release"
}

${oneImport ? CHANGE_38 : CHANGE}

# unselect_release SOURCE ID OS RELEASE
unselect_release() {
  found=$(selection_now "$1" "$3" "$4") || exit 1
  if [ "$(printf '%s' "$found" | jq .id)" = "$2" ]; then
    delete_selection "$1" "$2" >/dev/null
    report "Changed: unselected $3 $4"
  else
    report "No change: selection $2 of $3 $4 is not there"
  fi
}

# remove_resource ID NAME ARCHITECTURE: deletes a boot resource unless it is gone. MAAS never uses an ID twice.
remove_resource() {
  resources=$(list_resources) || exit 1
  found=$(printf '%s' "$resources" | jq --argjson id "$1" --arg name "$2" --arg arch "$3/" \\
    'any(.[]; .id == $id and .name == $name and (.architecture | startswith($arch)))') || exit 1
  if [ "$found" = true ]; then
    delete_resource "$1" >/dev/null
    report "Changed: deleted boot resource $1 of $2 $3"
  else
    report "No change: there is no boot resource $1 of $2 $3"
  fi
}

# change_setting NAME VALUE: changes a setting unless it has the value.
change_setting() {
  found=$(get_setting "$1") || exit 1
  if printf '%s' "$found" | jq -e --arg value "$2" '(. // "") == $value' >/dev/null; then
    report "No change: $1 is '$2'"
  else
    put_setting "$1" "$2" >/dev/null
    report "Changed: $1 is '$2'"
  fi
}

# until_read SOURCE COMMAND…: MAAS refuses a release until it has read its source. Tries again for a minute, and starts
# an import if only that makes MAAS read the source.
until_read() {
  of=$1 tries=0
  shift
  until answer=$("$@" 2>&1); do
    case $answer in
      *'available images'*) ;;
      *) stop "$answer" ;;
    esac
    [ "$tries" -lt 20 ] || stop "$answer"
    if [ "$tries" = 3 ]${oneImport ? '' : ' || { [ "$tries" = 0 ] && [ "$of" = 1 ]; }'}; then import_images; fi
    tries=$((tries + 1))
    sleep 3
  done
}

until_no_import() {
  # a failed request does not mean that no import runs
  while running=$(is_importing) || exit 1; [ "$running" = true ]; do
    report 'Waiting until the running import has ended.'
    sleep 5
  done
}

import_images() {
${oneImport ? '  # another import would cancel the running one\n  until_no_import\n' : ''}  start_import >/dev/null
}

stop_running_import() {
  running=$(is_importing) || exit 1
  [ "$running" != true ] || stop_import >/dev/null
  until_no_import
}`
