// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IInstitutions} from "../interfaces/IInstitutions.sol";
import {ILedger} from "../interfaces/ILedger.sol";
import {IRights} from "../interfaces/IRights.sol";
import {IRightTypes} from "../interfaces/IRightTypes.sol";
import {CivilDate} from "../libraries/CivilDate.sol";
import {Journal} from "../libraries/Journal.sol";
import {Interval, Line} from "../libraries/Line.sol";
import {SerialBlocks} from "../libraries/SerialBlocks.sol";
import {Capacities, Duties} from "../types/Capacities.sol";
import {PartyId, RightId} from "../types/Ids.sol";
import {Overlay, Overlays} from "../types/Overlay.sol";
import {PolicyFlags} from "../types/PolicyFlags.sol";
import {Subjects} from "../types/Subjects.sol";

/// @title The rules of {IRights}, where they are stated
contract Rights is IRights, AccessManaged {
    using PolicyFlags for uint16;

    /// @notice Registrations in one transaction.
    uint256 public constant MAX_BATCH = 128;
    /// @notice Evidence digests of one right.
    uint256 public constant MAX_EVIDENCE = 16;
    /// @notice Longest certificate number, region or source, in bytes of UTF-8.
    uint256 public constant MAX_TEXT = 256;

    ILedger private immutable _LEDGER;
    IInstitutions private immutable _INSTITUTIONS;
    IRightTypes private immutable _RIGHT_TYPES;

    mapping(address writer => mapping(uint8 kind => bool)) private _overlayWriters;

    modifier onlyOverlayWriter(uint8 kind) {
        if (!_overlayWriters[msg.sender][kind]) revert NotOverlayWriter(msg.sender, kind);
        _;
    }

    constructor(
        address authority,
        ILedger ledger,
        IInstitutions institutions,
        IRightTypes rightTypes
    ) AccessManaged(authority) {
        _LEDGER = ledger;
        _INSTITUTIONS = institutions;
        _RIGHT_TYPES = rightTypes;
    }

    /* GOVERNANCE */

    /// @inheritdoc IRights
    function setOverlayWriter(address writer, uint8 kind, bool allowed) external restricted {
        if (_overlayWriters[writer][kind] == allowed) return;
        _overlayWriters[writer][kind] = allowed;
        emit OverlayWriterSet(writer, kind, uint40(block.timestamp), allowed);
    }

    /* REGISTRATION */

    /// @inheritdoc IRights
    function register(Registration[] calldata registrations) external returns (uint64 first) {
        uint32 authority = _INSTITUTIONS.authorize(msg.sender, Duties.MAKER, Capacities.AUTHORITY);
        uint256 count = registrations.length;
        if (count == 0 || count > MAX_BATCH) revert InvalidBatchSize(count);
        first = _LEDGER.next(count);
        for (uint256 i = 0; i < count; ++i) {
            _register(registrations[i], authority, first + uint64(i));
        }
    }

    /* OVERLAYS */

    /// @inheritdoc IRights
    function encumber(
        RightId right,
        RightHead calldata head,
        uint8 kind,
        uint64 sequence,
        Interval[] calldata intervals,
        bool acknowledgeJunior
    ) external onlyOverlayWriter(kind) {
        RightState calldata state = head.state;
        if (state.status != Status.CONFIRMED) revert RightNotConfirmed(right, state.status);
        if (state.validTo != 0 && CivilDate.endOf(state.validTo) < block.timestamp) {
            revert RightExpired(right, state.validTo);
        }
        Line.requireCanonical(intervals, state.quantity);
        if (!acknowledgeJunior) {
            (bool covered, uint256 unit) = Line.firstCovered(state.overlays, intervals);
            if (covered) revert JuniorRankNotAcknowledged(right, unit);
        }
        Overlay[] memory added = new Overlay[](intervals.length);
        for (uint256 i = 0; i < intervals.length; ++i) {
            added[i] = Overlays.pack(kind, sequence, sequence, intervals[i].from, intervals[i].to);
        }
        bytes memory unchanged = _withoutOverlays(state);
        bytes32 stateHash = keccak256(bytes.concat(unchanged, Line.appended(state.overlays, added)));
        bytes32 entry = Journal.emitted(
            RightEncumbered.selector,
            RightId.unwrap(right),
            bytes32(uint256(sequence)),
            abi.encode(sequence, uint40(block.timestamp), stateHash, added)
        );
        _replace(right, head, unchanged, stateHash, entry);
    }

    /// @inheritdoc IRights
    function discharge(
        RightId right,
        RightHead calldata head,
        uint8 kind,
        uint64 ref,
        uint64 sequence
    ) external onlyOverlayWriter(kind) {
        Overlay[] memory kept = Line.without(head.state.overlays, kind, ref);
        if (kept.length == head.state.overlays.length) revert NothingToDischarge(right, ref);
        bytes memory unchanged = _withoutOverlays(head.state);
        bytes32 stateHash = keccak256(abi.encodePacked(unchanged, kept.length, kept));
        bytes32 entry = Journal.emitted(
            RightDischarged.selector,
            RightId.unwrap(right),
            bytes32(uint256(ref)),
            abi.encode(sequence, uint40(block.timestamp), stateHash)
        );
        _replace(right, head, unchanged, stateHash, entry);
    }

    /* MECHANISM */

    function _register(Registration calldata given, uint32 authority, uint64 sequence) private {
        _requireValid(given, _RIGHT_TYPES.policyFor(given.typeCode, authority).flags);
        RightId right = RightId.wrap(
            keccak256(abi.encode(authority, keccak256(bytes(given.certificateNumber))))
        );
        if (_LEDGER.word(Subjects.RIGHT, RightId.unwrap(right)) != 0) revert RightExists(right);
        RightState memory state = RightState({
            holder: given.holder,
            typeCode: given.typeCode,
            authority: authority,
            status: Status.CONFIRMED,
            acquisition: given.acquisition,
            validFrom: given.validFrom,
            validTo: given.validTo,
            quantity: given.quantity,
            overlays: new Overlay[](0)
        });
        bytes32 stateHash = keccak256(abi.encode(state));
        bytes32 entry = Journal.emitted(
            RightRegistered.selector,
            RightId.unwrap(right),
            PartyId.unwrap(given.holder),
            abi.encode(sequence, uint40(block.timestamp), authority, stateHash, given)
        );
        bytes32 word = Journal.word(stateHash, Journal.fold(0, entry));
        _LEDGER.writeAndExtend(
            Subjects.RIGHT,
            RightId.unwrap(right),
            0,
            word,
            PartyId.unwrap(given.holder),
            entry
        );
    }

    /// @dev The present state is proved by the ledger: it refuses a head that does not hash to the stored word.
    function _replace(
        RightId right,
        RightHead calldata head,
        bytes memory unchanged,
        bytes32 stateHash,
        bytes32 entry
    ) private {
        Overlay[] calldata overlays = head.state.overlays;
        bytes32 present = keccak256(abi.encodePacked(unchanged, overlays.length, overlays));
        _LEDGER.write(
            Subjects.RIGHT,
            RightId.unwrap(right),
            Journal.word(present, head.journal),
            Journal.word(stateHash, Journal.fold(head.journal, entry))
        );
    }

    /// @dev abi.encode(RightState) without its end, the number of the overlays and each of them, which is all that a change of
    /// overlays changes. What precedes is of constant length: the place of the struct (0x20), and in it that of the overlays.
    function _withoutOverlays(RightState calldata state) private pure returns (bytes memory) {
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

    function _requireValid(Registration calldata given, uint16 flags) private pure {
        if (given.quantity == 0 || given.quantity > Overlays.MAX_QUANTITY) {
            revert InvalidQuantity(given.quantity);
        }
        if (given.acquisition == Acquisition.NONE) revert InvalidAcquisition();
        if (given.validTo != 0 && given.validFrom > given.validTo) {
            revert InvalidValidity(given.validFrom, given.validTo);
        }
        uint256 length = bytes(given.certificateNumber).length;
        if (length == 0 || length > MAX_TEXT) revert InvalidCertificateNumber();
        if (bytes(given.region).length > MAX_TEXT || bytes(given.referencePrice.source).length > MAX_TEXT) {
            revert InvalidText();
        }
        if (given.evidence.length > MAX_EVIDENCE) revert TooManyEvidence(given.evidence.length);
        if (flags.has(PolicyFlags.VINTAGE) && given.vintage == 0) revert VintageRequired(given.typeCode);
        if (flags.has(PolicyFlags.SERIALISED) && given.serialBlocks.length == 0) {
            revert SerialBlocksRequired(given.typeCode);
        }
        SerialBlocks.requireExact(given.serialBlocks, given.quantity);
    }
}
