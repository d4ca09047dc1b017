// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IRights} from "../interfaces/IRights.sol";
import {CivilDate} from "../libraries/CivilDate.sol";
import {Journal} from "../libraries/Journal.sol";
import {Interval, Line} from "../libraries/Line.sol";
import {RightId} from "../types/Ids.sol";
import {Overlay, Overlays} from "../types/Overlay.sol";
import {Head, States, Subjects} from "../types/Subjects.sol";
import {SubjectKeeper} from "./SubjectKeeper.sol";

/// @title How every registry that governance appointed for rights keeps a line
/// @notice The overlays are the end of a state's encoding, so that what changes a line keeps the bytes before them.
abstract contract RightKeeper is SubjectKeeper {
    /// @dev Units under these take no new interest of any rank: the buyer gets them free of interests.
    uint256 private constant _CLOSED = Overlays.GONE | (1 << Overlays.SUSPENSION) | (1 << Overlays.SOLD);

    /* OVERLAYS OF INTERESTS */

    /// @notice Lays overlays of an interest on `intervals`.
    /// @param ref the interest's initial registration
    /// @param priority the registration that lays them, from which they rank
    function _encumber(
        RightId right,
        Head calldata head,
        uint64 ref,
        uint64 priority,
        Interval[] calldata intervals,
        bool acknowledgeJunior
    ) internal {
        IRights.RightState calldata state = _rightState(head);
        _requireCurrent(right, state);
        Line.requireCanonical(intervals, state.quantity);
        (uint256 unit, Overlay there) = Line.firstUnder(
            state.overlays,
            _CLOSED | (acknowledgeJunior ? 0 : Overlays.ENCUMBRANCES),
            intervals
        );
        if (Overlay.unwrap(there) != 0) {
            if (there.kind() == Overlays.SUSPENSION) revert IRights.RightSuspended(right);
            if (there.kind() == Overlays.SOLD) revert IRights.UnitsSold(right, unit);
            if (Overlays.GONE & (1 << there.kind()) != 0) revert IRights.UnitsGone(right, unit);
            revert IRights.JuniorRankNotAcknowledged(right, unit);
        }
        Overlay[] memory added = _laid(Overlays.INTEREST, ref, priority, intervals);
        bytes32 stateHash = _withAdded(head, added);
        bytes32 entry = Journal.emitted(
            IRights.RightEncumbered.selector,
            RightId.unwrap(right),
            bytes32(uint256(ref)),
            abi.encode(priority, _now(), stateHash, added)
        );
        _replaceRight(right, head, stateHash, entry);
    }

    /// @notice Takes away every overlay of the registration `ref`: those behind it move up because rank is derived, never stored. If there
    /// is none any more, the head must still be the present one, so that nothing can be left behind.
    function _discharge(RightId right, Head calldata head, uint64 ref, uint64 sequence) internal {
        Overlay[] calldata overlays = _rightState(head).overlays;
        Overlay[] memory kept = Line.without(overlays, ref);
        if (kept.length == overlays.length) {
            return _requirePresent(Subjects.RIGHT, RightId.unwrap(right), head);
        }
        bytes32 stateHash = _withLine(head, kept);
        bytes32 entry = Journal.emitted(
            IRights.RightDischarged.selector,
            RightId.unwrap(right),
            bytes32(uint256(ref)),
            abi.encode(sequence, _now(), stateHash)
        );
        _replaceRight(right, head, stateHash, entry);
    }

    /// @notice Takes the overlays of the registration `ref` from `intervals`, which lie under them throughout.
    function _release(
        RightId right,
        Head calldata head,
        uint64 ref,
        Interval[] calldata intervals,
        uint64 sequence
    ) internal {
        IRights.RightState calldata state = _rightState(head);
        Line.requireCanonical(intervals, state.quantity);
        for (uint256 i = 0; i < intervals.length; ++i) {
            _requireCovered(right, state.overlays, ref, intervals[i]);
        }
        Overlay[] memory kept = Line.carved(state.overlays, Overlays.ALL, ref, intervals, 0);
        bytes32 stateHash = _withLine(head, kept);
        bytes32 entry = Journal.emitted(
            IRights.RightReleased.selector,
            RightId.unwrap(right),
            bytes32(uint256(ref)),
            abi.encode(sequence, _now(), stateHash, intervals)
        );
        _replaceRight(right, head, stateHash, entry);
    }

    /// @notice On `intervals`, each under one overlay of `ref`, that registration ranks from `priority` on, behind what has it already.
    function _rerank(
        RightId right,
        Head calldata head,
        uint64 ref,
        uint64 priority,
        Interval[] calldata intervals,
        uint64 sequence
    ) internal {
        uint256 count = intervals.length;
        Overlay[] calldata overlays = _rightState(head).overlays;
        Overlay[] memory line = Line.carved(overlays, Overlays.ALL, ref, intervals, count);
        for (uint256 i = 0; i < count; ++i) {
            line[line.length - count + i] = Overlays.pack(
                Overlays.INTEREST,
                ref,
                priority,
                intervals[i].from,
                intervals[i].to
            );
        }
        bytes32 stateHash = _withLine(head, line);
        bytes32 entry = Journal.emitted(
            IRights.RightReranked.selector,
            RightId.unwrap(right),
            bytes32(uint256(ref)),
            abi.encode(sequence, _now(), stateHash, priority, intervals)
        );
        _replaceRight(right, head, stateHash, entry);
    }

    /* MECHANISM */

    /// @notice Stores the word of the new state, if the head is the present one.
    function _replaceRight(RightId right, Head calldata head, bytes32 stateHash, bytes32 entry) internal {
        _replace(Subjects.RIGHT, RightId.unwrap(right), head, stateHash, entry);
    }

    /* RULES */

    /// @notice Reverts unless the right is confirmed and its validity has not ended.
    function _requireCurrent(RightId right, IRights.RightState calldata state) internal view {
        if (state.status != IRights.Status.CONFIRMED) revert IRights.RightNotConfirmed(right, state.status);
        if (state.validTo != 0 && CivilDate.endOf(state.validTo) < block.timestamp) {
            revert IRights.RightExpired(right, state.validTo);
        }
    }

    /// @notice Reverts unless every unit of `intervals`, which are canonical, is still on the line.
    function _requireOnLine(
        RightId right,
        IRights.RightState calldata state,
        Interval[] calldata intervals
    ) internal pure {
        Line.requireCanonical(intervals, state.quantity);
        (uint256 unit, Overlay there) = Line.firstUnder(state.overlays, Overlays.GONE, intervals);
        if (Overlay.unwrap(there) != 0) revert IRights.UnitsGone(right, unit);
    }

    /// @notice Reverts unless every unit of the interval is under an overlay of `ref`; none is ever under two.
    function _requireCovered(
        RightId right,
        Overlay[] calldata overlays,
        uint64 ref,
        Interval calldata interval
    ) internal pure {
        uint256 missing = interval.to - interval.from;
        for (uint256 i = 0; i < overlays.length; ++i) {
            Overlay it = overlays[i];
            if (it.ref() != ref) continue;
            uint256 from = it.from() > interval.from ? it.from() : interval.from;
            uint256 to = it.to() < interval.to ? it.to() : interval.to;
            if (from < to) missing -= to - from;
        }
        if (missing != 0) revert IRights.NotEncumberedBy(right, ref, interval.from);
    }

    /// @notice The place in the order of the interest's overlay that covers the whole interval; {NotEncumberedBy} if there is none. Of
    /// several, the one laid first.
    function _overlayOver(
        RightId right,
        Overlay[] calldata overlays,
        uint64 ref,
        Interval calldata interval
    ) internal pure returns (uint256 index) {
        index = _placeOver(overlays, ref, interval);
        if (index == overlays.length) revert IRights.NotEncumberedBy(right, ref, interval.from);
    }

    /// @notice As {_overlayOver}, but the number of overlays if there is none.
    function _placeOver(
        Overlay[] calldata overlays,
        uint64 ref,
        Interval calldata interval
    ) internal pure returns (uint256 index) {
        for (; index < overlays.length; ++index) {
            Overlay it = overlays[index];
            if (it.ref() != ref || it.kind() != Overlays.INTEREST) continue;
            if (it.from() <= interval.from && interval.to <= it.to()) break;
        }
    }

    /* SHAPES */

    /// @notice The state that the head hands in, where it lies in the calldata.
    function _rightState(Head calldata head) internal pure returns (IRights.RightState calldata state) {
        uint256 place = States.pointer(head.state, Subjects.RIGHT, States.RIGHT);
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            state := place
        }
    }

    /// @notice The hash of a state, with what a successor has added to it: see {States.extension}.
    function _hashOf(
        IRights.RightState memory state,
        bytes memory extension
    ) internal pure returns (bytes32) {
        bytes memory encoded = abi.encode(States.RIGHT, state);
        return keccak256(extension.length == 0 ? encoded : bytes.concat(encoded, extension));
    }

    function _rightExtension(Head calldata head) internal pure returns (bytes calldata extension) {
        (, , extension) = _partsOf(head);
    }

    /// @notice One overlay for each interval, not yet on the line.
    function _laid(
        uint8 kind,
        uint64 ref,
        uint64 priority,
        Interval[] calldata intervals
    ) internal pure returns (Overlay[] memory added) {
        added = new Overlay[](intervals.length);
        for (uint256 i = 0; i < intervals.length; ++i) {
            added[i] = Overlays.pack(kind, ref, priority, intervals[i].from, intervals[i].to);
        }
    }

    /// @notice The hash of the state with `added` laid behind what is there.
    function _withAdded(Head calldata head, Overlay[] memory added) internal pure returns (bytes32) {
        (bytes calldata before, Overlay[] calldata overlays, bytes calldata extension) = _partsOf(head);
        return keccak256(bytes.concat(before, Line.appended(overlays, added), extension));
    }

    /// @notice The hash of the state with another line.
    function _withLine(Head calldata head, Overlay[] memory line) internal pure returns (bytes32) {
        (bytes calldata before, , bytes calldata extension) = _partsOf(head);
        return keccak256(abi.encodePacked(before, line.length, line, extension));
    }

    /// @dev The encoding of a state in three: all before the number of its overlays, the overlays, and what a successor has added.
    function _partsOf(
        Head calldata head
    ) private pure returns (bytes calldata before, Overlay[] calldata overlays, bytes calldata extension) {
        overlays = _rightState(head).overlays;
        bytes calldata encoded = head.state;
        uint256 length;
        uint256 end;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            length := sub(sub(overlays.offset, 0x20), encoded.offset)
            end := add(overlays.offset, shl(5, overlays.length))
        }
        before = encoded[:length];
        extension = States.extension(encoded, end);
    }
}
