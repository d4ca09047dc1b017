// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IBatches} from "../interfaces/IBatches.sol";
import {IDivisions} from "../interfaces/IDivisions.sol";
import {ILedger} from "../interfaces/ILedger.sol";
import {IRights} from "../interfaces/IRights.sol";
import {ISecurityInterests} from "../interfaces/ISecurityInterests.sol";
import {ITitles} from "../interfaces/ITitles.sol";
import {Acting} from "../keepers/Acting.sol";
import {CertificateKeeper} from "../keepers/CertificateKeeper.sol";
import {Registry} from "../keepers/Registry.sol";
import {TitleKeeper} from "../keepers/TitleKeeper.sol";
import {Journal} from "../libraries/Journal.sol";
import {Interval, Line} from "../libraries/Line.sol";
import {SerialBlocks} from "../libraries/SerialBlocks.sol";
import {PartyId, RightId} from "../types/Ids.sol";
import {Overlay, Overlays} from "../types/Overlay.sol";
import {Head, Subjects} from "../types/Subjects.sol";

/// @title The rules of {IDivisions}, where they are stated
contract Divisions is IDivisions, TitleKeeper, CertificateKeeper {
    constructor(ILedger ledger, IBatches batches) Registry(ledger, "Divisions", 1) Acting(batches) {}

    /// @inheritdoc IDivisions
    function divide(
        RightId right,
        Head calldata head,
        Interval[] calldata part,
        Particulars calldata particulars,
        ITitles.Conveyance calldata conveyance,
        ITitles.Follower[] calldata followers
    ) external returns (RightId child, uint64 sequence) {
        IRights.RightState calldata state = _rightState(head);
        _requireOnLine(right, state, part);
        _requireAllowed(right, state, conveyance, part);
        _requireLeft(right, state, part);
        _requireValid(particulars, Line.measure(part));
        child = _unused(state.authority, particulars.certificateNumber);
        _requireFollowers(right, state.overlays, part, followers);
        sequence = _LEDGER.next(1);
        _divide(right, child, head, part, particulars, conveyance, sequence);
        for (uint256 i = 0; i < followers.length; ++i) {
            if (conveyance.cause == ITitles.Cause.TRANSFER) {
                _requireAgreed(right, conveyance, part, followers[i]);
            }
            _follow(followers[i], child, sequence);
        }
    }

    /* MECHANISM */

    function _divide(
        RightId right,
        RightId child,
        Head calldata head,
        Interval[] calldata part,
        Particulars calldata particulars,
        ITitles.Conveyance calldata conveyance,
        uint64 sequence
    ) private {
        IRights.RightState memory divided = _childOf(_rightState(head), part, conveyance);
        bytes32 stateHash = _dividedHash(head, part, sequence);
        bytes32 childStateHash = _hashOf(divided, _rightExtension(head));
        bytes32 entry = Journal.emitted(
            RightDivided.selector,
            RightId.unwrap(right),
            RightId.unwrap(child),
            abi.encode(
                sequence,
                _now(),
                divided.authority,
                stateHash,
                childStateHash,
                _rightState(head).holder,
                conveyance,
                part,
                particulars,
                divided,
                _rightExtension(head)
            )
        );
        _replaceRight(right, head, stateHash, entry);
        bytes32 holder = PartyId.unwrap(conveyance.to);
        _begin(Subjects.RIGHT, RightId.unwrap(child), childStateHash, entry, holder);
    }

    /// @dev The interest encumbers the new right too; the ledger refuses a head that is not the present one.
    function _follow(ITitles.Follower calldata follower, RightId child, uint64 sequence) private {
        ISecurityInterests.InterestState memory next = _interestState(follower.head);
        uint256 count = next.rights.length;
        if (count == MAX_COLLATERAL) revert ISecurityInterests.InvalidCollateralCount(count + 1);
        RightId[] memory rights = new RightId[](count + 1);
        for (uint256 i = 0; i < count; ++i) rights[i] = next.rights[i];
        rights[count] = child;
        next.rights = rights;
        bytes32 stateHash = _hashOf(next, _interestExtension(follower.head));
        _record(
            follower.interest,
            follower.head,
            stateHash,
            ISecurityInterests.InterestFollowed.selector,
            abi.encode(sequence, _now(), stateHash, child)
        );
    }

    /* RULES */

    function _requireValid(Particulars calldata particulars, uint256 quantity) private pure {
        if (!_isText(particulars.certificateNumber)) revert IRights.InvalidCertificateNumber();
        bool long =
            bytes(particulars.region).length > MAX_TEXT ||
                bytes(particulars.referencePrice.source).length > MAX_TEXT;
        if (long) revert IRights.InvalidText();
        uint256 count = particulars.evidence.length;
        if (count > MAX_EVIDENCE) revert IRights.TooManyEvidence(count);
        SerialBlocks.requireExact(particulars.serialBlocks, quantity);
    }

    /// @dev Units go once only, so that the overlays under which they went are apart.
    function _requireLeft(
        RightId right,
        IRights.RightState calldata state,
        Interval[] calldata part
    ) private pure {
        uint256 left = state.quantity - Line.measure(part);
        for (uint256 i = 0; i < state.overlays.length; ++i) {
            Overlay it = state.overlays[i];
            if (Overlays.GONE & (1 << it.kind()) != 0) left -= it.to() - it.from();
        }
        if (left == 0) revert ITitles.NothingLeft(right);
    }

    /* STATES */

    /// @dev The right that is divided: what lay on the part is gone from it, and so are the units.
    function _dividedHash(
        Head calldata head,
        Interval[] calldata part,
        uint64 sequence
    ) private pure returns (bytes32) {
        Overlay[] calldata overlays = _rightState(head).overlays;
        Overlay[] memory line = Line.carved(overlays, Overlays.ALL, 0, part, part.length);
        Overlay[] memory moved = _laid(Overlays.MOVED, sequence, sequence, part);
        for (uint256 i = 0; i < moved.length; ++i) line[line.length - moved.length + i] = moved[i];
        return _withLine(head, line);
    }

    /// @dev The buyer in a disposal holds what it bought: nothing is awaiting title any more.
    function _childOf(
        IRights.RightState calldata state,
        Interval[] calldata part,
        ITitles.Conveyance calldata conveyance
    ) private pure returns (IRights.RightState memory) {
        bool sold = conveyance.cause == ITitles.Cause.DISPOSAL;
        uint256 kept = sold ? Overlays.ALL & ~(1 << Overlays.SOLD) : Overlays.ALL;
        return
            IRights.RightState({
                holder: conveyance.to,
                typeCode: state.typeCode,
                authority: state.authority,
                status: state.status,
                acquisition: _acquisition(state, conveyance.cause),
                validFrom: state.validFrom,
                validTo: state.validTo,
                // A part is shorter than its line, whose quantity has 128 bits.
                quantity: uint128(Line.measure(part)),
                overlays: Line.divided(state.overlays, kept, part)
            });
    }
}
