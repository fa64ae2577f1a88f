"""Publishing what a draft proposes, and what to say of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signals_nb.check import finding
from signals_nb.errors import RegistryError, SignalsError, VersionConflict
from signals_nb.registry.folder import GROUP
from signals_nb.widgets.drafts.shelf import definition_hash
from signals_nb.widgets.drafts.values import Proposal, Published

if TYPE_CHECKING:
    from signals_nb.client import Signals

__all__ = ["publish"]


def publish(signals: Signals, plan: Proposal, accept_breaking: bool) -> Published:
    """Publish a proposal.

    Raises:
        SignalsError: it breaks users of the latest version, which was not accepted (P05).
        VersionConflict: the version was published meanwhile, with another definition (P02).
        RegistryError: the file cannot be written (P03), or the registry refuses the group.
    """
    if plan.nothing is not None:
        return Published(finding("P01", "", n=plan.nothing))
    if plan.breaking and not accept_breaking:
        what = "; ".join(one.breaking for one in plan.breaking)
        raise SignalsError(str(finding("P05", "", n=plan.version, m=plan.since, what=what)))
    try:
        result = signals.publish([plan.group])
    except VersionConflict as error:
        told = finding("P02", "", n=plan.version).message
        raise VersionConflict(told, error.conflicts, error.differences, error.next_version) from error
    except RegistryError as error:
        if not isinstance(error.__cause__, OSError):
            raise
        reason = error.__cause__.strerror or str(error.__cause__)
        raise RegistryError(finding("P03", "", path=plan.file, reason=reason).message) from error
    status = next(change.status for change in result.changes if change.kind == GROUP)
    if status == "unchanged":  # someone else published the same meanwhile
        return Published(finding("P01", "", n=plan.version), plan.version)
    sha = definition_hash(plan.group)[:8]
    message = finding("P04", "", n=plan.version, path=plan.file, sha=sha)
    return Published(message, plan.version, result)
