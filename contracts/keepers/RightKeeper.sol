// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {ILedger} from "../interfaces/ILedger.sol";
import {IRights} from "../interfaces/IRights.sol";
import {CivilDate} from "../libraries/CivilDate.sol";
import {Journal} from "../libraries/Journal.sol";
import {Interval, Line} from "../libraries/Line.sol";
import {RightId} from "../types/Ids.sol";
import {Overlay, Overlays} from "../types/Overlay.sol";
import {Subjects} from "../types/Subjects.sol";

/// @title How every registry that governance appointed for rights keeps a line
/// @notice The present state is proved by the ledger: it refuses a head that does not hash to the stored word.
abstract contract RightKeeper {
    /// @notice Longest text, in bytes of UTF-8.
    uint256 public constant MAX_TEXT = 256;

    /// @dev Units under these take no new interest, whatever rank it is content with: the buyer gets them free of interests.
    uint256 private constant _CLOSED = Overlays.GONE | (1 << Overlays.SUSPENSION) | (1 << Overlays.SOLD);

    ILedger internal immutable _LEDGER;

    constructor(ILedger ledger) {
        _LEDGER = ledger;
    }

    /* OVERLAYS OF INTERESTS */

    /// @notice Lays overlays of an interest on `intervals`.
    /// @param ref the interest's initial registration
    /// @param priority the registration that lays them, from which they rank
    function _encumber(
        RightId right,
        IRights.RightHead calldata head,
        uint64 ref,
        uint64 priority,
        Interval[] calldata intervals,
        bool acknowledgeJunior
    ) internal {
        IRights.RightState calldata state = head.state;
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
        (bytes memory unchanged, bytes32 stateHash) = _withAdded(state, added);
        bytes32 entry = Journal.emitted(
            IRights.RightEncumbered.selector,
            RightId.unwrap(right),
            bytes32(uint256(ref)),
            abi.encode(priority, uint40(block.timestamp), stateHash, added)
        );
        _replace(right, head, unchanged, stateHash, entry);
    }

    /// @notice Takes away every overlay of the registration `ref`: those behind it move up because rank is derived, never stored. If there
    /// is none any more, the head must still be the present one, so that nothing can be left behind.
    function _discharge(
        RightId right,
        IRights.RightHead calldata head,
        uint64 ref,
        uint64 sequence
    ) internal {
        Overlay[] memory kept = Line.without(head.state.overlays, ref);
        if (kept.length == head.state.overlays.length) return _requirePresent(right, head);
        (bytes memory unchanged, bytes32 stateHash) = _withLine(head.state, kept);
        bytes32 entry = Journal.emitted(
            IRights.RightDischarged.selector,
            RightId.unwrap(right),
            bytes32(uint256(ref)),
            abi.encode(sequence, uint40(block.timestamp), stateHash)
        );
        _replace(right, head, unchanged, stateHash, entry);
    }

    /// @notice Takes the overlays of the registration `ref` from `intervals`, which lie under them throughout.
    function _release(
        RightId right,
        IRights.RightHead calldata head,
        uint64 ref,
        Interval[] calldata intervals,
        uint64 sequence
    ) internal {
        Line.requireCanonical(intervals, head.state.quantity);
        for (uint256 i = 0; i < intervals.length; ++i) {
            _requireCovered(right, head.state.overlays, ref, intervals[i]);
        }
        Overlay[] memory kept = Line.carved(head.state.overlays, Overlays.ALL, ref, intervals, 0);
        (bytes memory unchanged, bytes32 stateHash) = _withLine(head.state, kept);
        bytes32 entry = Journal.emitted(
            IRights.RightReleased.selector,
            RightId.unwrap(right),
            bytes32(uint256(ref)),
            abi.encode(sequence, uint40(block.timestamp), stateHash, intervals)
        );
        _replace(right, head, unchanged, stateHash, entry);
    }

    /// @notice On `intervals`, each under one overlay of `ref`, that registration ranks from `priority` on, behind what has it already.
    function _rerank(
        RightId right,
        IRights.RightHead calldata head,
        uint64 ref,
        uint64 priority,
        Interval[] calldata intervals,
        uint64 sequence
    ) internal {
        uint256 count = intervals.length;
        Overlay[] memory line = Line.carved(head.state.overlays, Overlays.ALL, ref, intervals, count);
        for (uint256 i = 0; i < count; ++i) {
            line[line.length - count + i] = Overlays.pack(
                Overlays.INTEREST,
                ref,
                priority,
                intervals[i].from,
                intervals[i].to
            );
        }
        (bytes memory unchanged, bytes32 stateHash) = _withLine(head.state, line);
        bytes32 entry = Journal.emitted(
            IRights.RightReranked.selector,
            RightId.unwrap(right),
            bytes32(uint256(ref)),
            abi.encode(sequence, uint40(block.timestamp), stateHash, priority, intervals)
        );
        _replace(right, head, unchanged, stateHash, entry);
    }

    /* MECHANISM */

    /// @notice Stores the word of the new state, if the head is the present one.
    /// @param unchanged what {_withoutOverlays} gives of the head
    function _replace(
        RightId right,
        IRights.RightHead calldata head,
        bytes memory unchanged,
        bytes32 stateHash,
        bytes32 entry
    ) internal {
        Overlay[] calldata overlays = head.state.overlays;
        bytes32 present = keccak256(abi.encodePacked(unchanged, overlays.length, overlays));
        _LEDGER.write(
            Subjects.RIGHT,
            RightId.unwrap(right),
            Journal.word(present, head.journal),
            Journal.word(stateHash, Journal.fold(head.journal, entry))
        );
    }

    /* RULES */

    /// @notice Reverts unless the right is confirmed and its validity has not ended.
    function _requireCurrent(RightId right, IRights.RightState calldata state) internal view {
        if (state.status != IRights.Status.CONFIRMED) revert IRights.RightNotConfirmed(right, state.status);
        if (state.validTo != 0 && CivilDate.endOf(state.validTo) < block.timestamp) {
            revert IRights.RightExpired(right, state.validTo);
        }
    }

    /// @notice Reverts with {StaleState} unless the head is the present one.
    function _requirePresent(RightId right, IRights.RightHead calldata head) internal view {
        bytes32 expected = _rightWord(head);
        bytes32 actual = _LEDGER.word(Subjects.RIGHT, RightId.unwrap(right));
        if (actual != expected) {
            revert ILedger.StaleState(Subjects.RIGHT, RightId.unwrap(right), expected, actual);
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

    /// @notice Whether the text is there, and not too long.
    function _isText(string calldata text) internal pure returns (bool) {
        return bytes(text).length != 0 && bytes(text).length <= MAX_TEXT;
    }

    /* SHAPES */

    /// @notice The word that the head hashes to.
    function _rightWord(IRights.RightHead calldata head) internal pure returns (bytes32) {
        return Journal.word(keccak256(abi.encode(head.state)), head.journal);
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

    /// @notice The state with `added` laid behind what is there.
    /// @return unchanged what {_withoutOverlays} gives of it
    function _withAdded(
        IRights.RightState calldata state,
        Overlay[] memory added
    ) internal pure returns (bytes memory unchanged, bytes32 stateHash) {
        unchanged = _withoutOverlays(state);
        stateHash = keccak256(bytes.concat(unchanged, Line.appended(state.overlays, added)));
    }

    /// @notice The state with another line.
    /// @return unchanged what {_withoutOverlays} gives of it
    function _withLine(
        IRights.RightState calldata state,
        Overlay[] memory line
    ) internal pure returns (bytes memory unchanged, bytes32 stateHash) {
        unchanged = _withoutOverlays(state);
        stateHash = keccak256(abi.encodePacked(unchanged, line.length, line));
    }

    /// @dev abi.encode(RightState) without its end, the number of the overlays and each of them, which is all that a change of
    /// overlays changes. What precedes is of constant length: the place of the struct (0x20), and in it that of the overlays.
    function _withoutOverlays(IRights.RightState calldata state) internal pure returns (bytes memory) {
        return
            abi.encode(
                uint256(0x20),
                state.holder,
                state.typeCode,
                state.authority,
                state.status,
                state.acquisition,
                state.validFrom,
                state.validTo,
                state.quantity,
                uint256(0x120)
            );
    }
}
