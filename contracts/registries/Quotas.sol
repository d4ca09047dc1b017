// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IBatches} from "../interfaces/IBatches.sol";
import {ILedger} from "../interfaces/ILedger.sol";
import {IQuotas} from "../interfaces/IQuotas.sol";
import {IRights} from "../interfaces/IRights.sol";
import {Acting} from "../keepers/Acting.sol";
import {Binding} from "../keepers/Binding.sol";
import {Registry} from "../keepers/Registry.sol";
import {RightKeeper} from "../keepers/RightKeeper.sol";
import {Journal} from "../libraries/Journal.sol";
import {Interval, Line} from "../libraries/Line.sol";
import {Capacities, Duties} from "../types/Capacities.sol";
import {RightId} from "../types/Ids.sol";
import {Overlay, Overlays} from "../types/Overlay.sol";
import {Head} from "../types/Subjects.sol";

/// @title The rules of {IQuotas}, where they are stated
/// @notice Every loop is over the overlays of one right and the intervals of one decision, {Line.MAX_OVERLAYS} and
/// {Line.MAX_INTERVALS} at most.
contract Quotas is IQuotas, RightKeeper, Binding {
    uint256 private constant _DECISIONS =
        (1 << Overlays.SURRENDERED) |
            (1 << Overlays.RETIRED) |
            (1 << Overlays.CUT) |
            (1 << Overlays.NOT_CARRIED);

    constructor(ILedger ledger, IBatches batches) Registry(ledger, "Quotas", 1) Acting(batches) {}

    /// @inheritdoc IQuotas
    function record(
        RightId right,
        Head calldata head,
        Interval[] calldata intervals,
        Decision calldata decision
    ) external returns (uint64 sequence) {
        uint32 authority = _authorize(Duties.MAKER, Capacities.AUTHORITY);
        IRights.RightState calldata state = _rightState(head);
        if (state.authority != authority) revert IRights.NotAuthority(right, authority);
        _requireValid(decision);
        _requireOnLine(right, state, intervals);
        _requireAllowed(right, state, intervals, decision);
        sequence = _LEDGER.next(1);
        Overlay[] memory added = _laid(decision.kind, sequence, sequence, intervals);
        bytes32 stateHash = _withAdded(head, added);
        bytes32 entry = Journal.emitted(
            QuotaChanged.selector,
            RightId.unwrap(right),
            bytes32(uint256(authority)),
            abi.encode(sequence, _now(), stateHash, decision, added)
        );
        _replaceRight(right, head, stateHash, entry);
    }

    /* RULES */

    function _requireAllowed(
        RightId right,
        IRights.RightState calldata state,
        Interval[] calldata intervals,
        Decision calldata decision
    ) private view {
        if (decision.kind == Overlays.CUT) return _requireFreeFirst(right, state, intervals);
        uint256 unit;
        Overlay there;
        uint256 keeping = 1 << Overlays.NOT_CARRIED;
        if (decision.kind != Overlays.NOT_CARRIED) {
            (unit, there) = Line.firstUnder(state.overlays, keeping, intervals);
            if (Overlay.unwrap(there) != 0) revert UnitsNotCarried(right, unit);
            keeping =
                decision.overriding
                    ? 1 << Overlays.SOLD
                    : Overlays.ENCUMBRANCES & ~(1 << Overlays.COMPLIANCE);
        }
        (unit, there) = _firstBinding(state.overlays, keeping, intervals);
        if (Overlay.unwrap(there) != 0) revert UnitsEncumbered(right, unit, there.kind(), there.ref());
    }

    /// @dev A cut that touches encumbered units must leave no unencumbered unit on the line.
    function _requireFreeFirst(
        RightId right,
        IRights.RightState calldata state,
        Interval[] calldata intervals
    ) private view {
        (, Overlay there) = _firstBinding(state.overlays, Overlays.ENCUMBRANCES, intervals);
        if (Overlay.unwrap(there) == 0) return;
        uint256 count = state.overlays.length;
        Overlay[] memory taken = new Overlay[](count + intervals.length);
        for (uint256 i = 0; i < count; ++i) {
            if (_binds(state.overlays[i])) taken[i] = state.overlays[i];
        }
        for (uint256 i = 0; i < intervals.length; ++i) {
            taken[count + i] = Overlays.pack(Overlays.CUT, 0, 0, intervals[i].from, intervals[i].to);
        }
        uint256 unit = Line.firstClear(taken, Overlays.ENCUMBRANCES | Overlays.GONE, 0, state.quantity);
        if (unit < state.quantity) revert FreeUnitsFirst(right, unit);
    }

    function _requireValid(Decision calldata decision) private pure {
        if (_DECISIONS & (1 << decision.kind) == 0) revert InvalidDecision(decision.kind);
        if (decision.overriding && decision.kind != Overlays.SURRENDERED) {
            revert CannotOverride(decision.kind);
        }
        if (!_isText(decision.number)) revert InvalidDecisionNumber();
    }
}
